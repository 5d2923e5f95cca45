"""Collapse models that a matter-wave test can exclude, and the macroscopicity of a result.

CSL: continuous spontaneous localisation, with rate λ per nucleon (reference mass 1 u) and length r_C.
"""

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, ELECTRON_MASS, GRAVITATION, REDUCED_PLANCK


def csl_form_factor(size_ratio):
    """Reduction of the CSL effect of a homogeneous sphere, f(u) = 6 u⁻⁴ [1 - 2 u⁻² + (1 + 2 u⁻²) exp(-u²)].

    Parameters
    ----------
    size_ratio : array
        Radius divided by r_C. [1]

    Returns
    -------
    array
        f, 1 for a point; from its power series below u = 0.5, where the closed form cancels. [1]

    References
    ----------
    .. [1] Nimmrichter, Hornberger and Hammerer, Phys. Rev. Lett. 113, 020405 (2014),
       doi 10.1103/PhysRevLett.113.020405.

    Examples
    --------
    >>> round(float(csl_form_factor(1.0)), 4)   # 6 (3/e - 1)
    0.6218
    """
    square = np.asarray(size_ratio, dtype=float) ** 2
    small = square < 0.25
    safe = np.where(small, 1.0, square)
    closed = 6.0 / safe**2 * (1.0 - 2.0 / safe + (1.0 + 2.0 / safe) * np.exp(-safe))
    series = 1.0 - square / 2.0 + 3.0 * square**2 / 20.0 - square**3 / 30.0 + square**4 / 168.0 - square**5 / 1120.0
    return np.where(small, series + square**6 / 8640.0 - square**7 / 75_600.0, closed)


def csl_localisation(mass, radius, rate, length):
    """CSL localisation parameter of a sphere for separations well below r_C, λ (M/u)² f(R/r_C) / (4 r_C²).

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    radius : array
        Radius of the particle. [m]
    rate : array
        CSL rate λ; 1e-16 in the GRW choice. [s⁻¹]
    length : array
        CSL length r_C; 1e-7 in the GRW choice. [m]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Adler, J. Phys. A 40, 2935 (2007), doi 10.1088/1751-8113/40/12/S03.
    .. [2] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.

    Examples
    --------
    >>> f"{csl_localisation(9.2195e-18, 100e-9, 1e-16, 1e-7):.3e}"
    '4.792e+16'
    """
    return rate * (mass / ATOMIC_MASS) ** 2 * csl_form_factor(radius / length) / (4.0 * length**2)


def csl_rate(mass, separation, rate, length):
    """CSL loss of coherence of a particle much smaller than r_C, λ (M/u)² [1 - exp(-x²/4 r_C²)].

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    separation : array
        Distance between the two positions. [m]
    rate : array
        CSL rate λ. [s⁻¹]
    length : array
        CSL length r_C. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Adler, J. Phys. A 40, 2935 (2007), doi 10.1088/1751-8113/40/12/S03.

    Examples
    --------
    >>> f"{csl_rate(1.66054e-20, 1e-6, 1e-16, 1e-7):.3e}"   # 1e7 u: saturated at 1e-16 (1e7)²
    '1.000e-02'
    """
    return rate * (mass / ATOMIC_MASS) ** 2 * -np.expm1(-((separation / (2.0 * length)) ** 2))


def csl_exponent(mass, separation, time, rate, length):
    """CSL loss exponent in a Talbot interferometer for a particle much smaller than r_C.

    λ (M/u)² t [1 - (√π r_C/x) erf(x/2 r_C)]: the rate averaged over the path. For particles not small against r_C
    it is an upper bound.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    separation : array
        Effective path separation. [m]
    time : array
        Total time of flight. [s]
    rate : array
        CSL rate λ. [s⁻¹]
    length : array
        CSL length r_C. [m]

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.
    .. [2] Gasbarri et al., Commun. Phys. 4, 155 (2021), doi 10.1038/s42005-021-00656-7, for extended spheres.

    Examples
    --------
    >>> round(float(csl_exponent(1.66054e-20, 1e-4, 100.0, 1e-16, 1e-7)), 3)   # far beyond r_C: close to λ (M/u)² t
    0.998
    """
    from scipy.special import erf

    half = np.asarray(separation, dtype=float) / (2.0 * length)
    small = half < 0.02
    safe = np.where(small, 1.0, half)
    closed = 1.0 - 0.5 * np.sqrt(np.pi) * erf(safe) / safe
    return rate * (mass / ATOMIC_MASS) ** 2 * time * np.where(small, half**2 / 3.0 - half**4 / 10.0, closed)


def diosi_penrose_rate(mass, radius, separation):
    """Diósi-Penrose rate of a homogeneous sphere, [U(x) - U(0)]/ħ.

    With s = x/R: (G M²/R)(s²/2 - 3 s³/16 + s⁵/160) up to s = 2, (G M²/R)(6/5 - 1/s) beyond.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    radius : array
        Radius of the particle. [m]
    separation : array
        Distance between the two positions. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Diósi, Phys. Lett. A 120, 377 (1987), doi 10.1016/0375-9601(87)90681-5.
    .. [2] Penrose, Gen. Relativ. Gravit. 28, 581 (1996), doi 10.1007/BF02105068.

    Examples
    --------
    >>> f"{diosi_penrose_rate(9.2195e-18, 100e-9, 1.0):.3e}"   # saturated: 6 G M² / 5 ħ R
    '6.455e-04'
    """
    ratio = np.asarray(separation, dtype=float) / radius
    near = np.minimum(ratio, 2.0)
    overlapping = near**2 / 2.0 - 3.0 * near**3 / 16.0 + near**5 / 160.0
    apart = 1.2 - 1.0 / np.maximum(ratio, 2.0)
    return GRAVITATION * mass**2 / (REDUCED_PLANCK * radius) * np.where(ratio < 2.0, overlapping, apart)


def diosi_penrose_localisation(mass, radius):
    """Diósi-Penrose localisation parameter of a homogeneous sphere, G M² / (2 ħ R³), for separations well below R.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    radius : array
        Radius of the particle. [m]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Diósi, Phys. Lett. A 120, 377 (1987), doi 10.1016/0375-9601(87)90681-5.

    Examples
    --------
    >>> f"{diosi_penrose_localisation(9.2195e-18, 100e-9):.3e}"
    '2.690e+10'
    """
    return GRAVITATION * mass**2 / (2.0 * REDUCED_PLANCK * radius**3)


def macroscopicity(mass, coherence_time, visibility_fraction):
    """Macroscopicity μ of an observed superposition, log10[(M/m_e)² τ / (|ln f| 1 s)].

    Point-like form: it overstates μ once the particle is larger than about 10 nm.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    coherence_time : array
        Duration of the superposition. [s]
    visibility_fraction : array
        Confirmed part of the ideal visibility. [1]

    Returns
    -------
    array
        μ. [1]

    References
    ----------
    .. [1] Nimmrichter and Hornberger, Phys. Rev. Lett. 110, 160403 (2013), doi 10.1103/PhysRevLett.110.160403.

    Examples
    --------
    >>> round(float(macroscopicity(1e6 * 1.66054e-27, 0.286, 0.42)), 2)
    18.04
    """
    return np.log10((mass / ELECTRON_MASS) ** 2 * coherence_time / np.abs(np.log(visibility_fraction)))
