"""Collapse models that a matter-wave test can exclude, and the macroscopicity of a result.

CSL: continuous spontaneous localisation, with rate λ per nucleon (reference mass 1 u) and length r_C.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, ELECTRON_MASS, GRAVITATION, REDUCED_PLANCK
from qtspace_trade.physics import talbot

LARGEST_NODE = 6.5  # exp(-a²) is below 1e-18 there
LARGEST_RATIO = 1e3  # of particle or separation to r_C that the panels resolve


class Bound(NamedTuple):
    """A point in the plane of CSL length r_C [m] and rate λ [s⁻¹]: excluded above it, or proposed."""

    name: str
    length: float
    rate: float
    excluded: bool
    source: str


# Those whose digits were read; that X-rays from xenon (arXiv 2506.05507) exclude the proposed points for white noise was
# read without its digits. Bounds at high frequency do not hold for noise with a cut-off.
BOUNDS = (
    Bound("LISA Pathfinder 2016", 1e-7, 2.96e-8, True, "arXiv 1606.03637, abstract"),
    Bound("LISA Pathfinder 2024", 1e-7, 8.3e-11, True, "arXiv 2411.17588, abstract"),
    Bound("Ghirardi, Rimini, Weber", 1e-7, 1e-16, False, "Phys. Rev. D 34, 470 (1986), recalled"),
    Bound("Adler", 1e-7, 2.2e-8, False, "J. Phys. A 40, 2935 (2007), recalled; within two decades either way"),
)


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


def _sphere_nodes(size, separation):
    """Wavenumbers in units of 1/r_C and weights for a product of oscillating functions and exp(-a²).

    What a separation beyond the largest ratio adds oscillates with an amplitude of its inverse square and is not resolved.
    """
    panels = int(np.ceil(LARGEST_NODE * (2.0 * size + min(separation, LARGEST_RATIO)) / np.pi)) + 4
    nodes, weights = np.polynomial.legendre.leggauss(8)
    edges = np.linspace(0.0, LARGEST_NODE, panels + 1)
    half = 0.5 * np.diff(edges)[:, np.newaxis]
    return (edges[:-1, np.newaxis] + half * (1.0 + nodes)).ravel(), (half * weights).ravel()


def csl_sphere_exponent(mass, radius, separation, time, rate, length):
    """CSL loss exponent of a homogeneous sphere of any size in a Talbot interferometer.

    λ (36/√π) (M/u)² (r_C/R)² t ∫ exp(-a²) j₁(a R/r_C)² [1 - Si(a x/r_C)/(a x/r_C)] da. For r_C well below the distance of
    atoms the sphere is no longer homogeneous and the exponent is too low.

    Parameters
    ----------
    mass : float
        Mass of the particle. [kg]
    radius : float
        Radius of the particle. [m]
    separation : float
        Effective path separation. [m]
    time : float
        Total time of flight. [s]
    rate : array
        CSL rate λ. [s⁻¹]
    length : float
        CSL length r_C. [m]

    Returns
    -------
    array
        -ln of the reduction factor, proportional to the rate. [1]

    Raises
    ------
    ValueError
        The particle is a point or more than a thousand lengths.

    References
    ----------
    .. [1] Gasbarri et al., Commun. Phys. 4, 155 (2021), doi 10.1038/s42005-021-00656-7.

    Examples
    --------
    >>> point = csl_exponent(1e-18, 1e-7, 100.0, 1e-16, 1e-6)
    >>> round(float(csl_sphere_exponent(1e-18, 1e-9, 1e-7, 100.0, 1e-16, 1e-6) / point), 5)   # a small sphere is a point
    1.0
    """
    from scipy.special import spherical_jn

    size, apart = radius / length, separation / length
    if not 0.0 < size < LARGEST_RATIO:
        raise ValueError(f"radius {radius:g} m: expected above 0 and below {LARGEST_RATIO:g} lengths of {length:g} m")
    node, weight = _sphere_nodes(size, apart)
    shape = np.exp(-(node**2)) * (spherical_jn(1, node * size) / size) ** 2
    kernel = talbot.absorption_kernel(node * apart)
    integral = float(np.sum(weight * shape * kernel))
    return rate * 36.0 / np.sqrt(np.pi) * (mass / ATOMIC_MASS) ** 2 * time * integral


def csl_rate_reached(mass, radius, separation, time, exponent, lengths):
    """CSL rate whose loss exponent has a given value, for one or many lengths: the border of an exclusion map.

    Parameters
    ----------
    mass : float
        Mass of the particle. [kg]
    radius : float
        Radius of the particle. [m]
    separation : float
        Effective path separation. [m]
    time : float
        Total time of flight. [s]
    exponent : array
        Loss exponent that a measurement tells from none: the uncertainty of all other losses. [1]
    lengths : (n,) array
        CSL lengths r_C. [m]

    Returns
    -------
    (n,) array
        Rates λ; larger ones are excluded. [s⁻¹]

    References
    ----------
    .. [1] Inverse of :func:`csl_sphere_exponent`.

    Examples
    --------
    >>> mass = 1e9 * 1.66054e-27
    >>> f"{csl_rate_reached(mass, 56.45e-9, 99.8e-9, 100.0, 0.1, [1e-7])[0]:.1e}"
    '1.5e-20'
    """
    unit = [csl_sphere_exponent(mass, radius, separation, time, 1.0, length) for length in np.asarray(lengths, dtype=float)]
    return exponent / np.array(unit)


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


def diosi_penrose_exponent(mass, radius, separation, time):
    """Diósi-Penrose loss exponent of a homogeneous sphere, its rate averaged over the path.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    radius : array
        Radius of the particle. [m]
    separation : array
        Effective path separation. [m]
    time : array
        Total time of flight. [s]

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Integral of :func:`diosi_penrose_rate` over separations from 0 to the greatest.

    Examples
    --------
    >>> mass = 1e9 * 1.66054e-27
    >>> f"{float(diosi_penrose_exponent(mass, 56.45e-9, 99.8e-9, 100.0)):.1e}"
    '8.7e-04'
    """
    ratio = np.asarray(separation, dtype=float) / radius
    near = np.minimum(ratio, 2.0)
    far = np.maximum(ratio, 2.0)
    overlapping = near**2 / 6.0 - 3.0 * near**3 / 64.0 + near**5 / 960.0
    apart = (0.65 + 1.2 * (far - 2.0) - np.log(far / 2.0)) / far
    energy = GRAVITATION * mass**2 / (REDUCED_PLANCK * radius)
    return energy * time * np.where(ratio < 2.0, overlapping, apart)


def diosi_penrose_nuclear_rate(mass, nuclear_mass, width, separation):
    """Diósi-Penrose rate of a body of nuclei smeared out to Gaussians that do not overlap.

    (M/m) (G m²/ħ) [1/(√π R0) - erf(x/2 R0)/x], with nuclei of one mass m. For a compound take the mean of m² over that
    of m.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    nuclear_mass : array
        Mass of a nucleus; silica 21.6 u. [kg]
    width : array
        Cut-off R0; at least 40.1 fm by LISA Pathfinder. [m]
    separation : array
        Distance between the two positions. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Ghirardi, Grassi and Rimini, Phys. Rev. A 42, 1057 (1990), doi 10.1103/PhysRevA.42.1057; prefactor re-derived.
    .. [2] LISA Pathfinder bound on the cut-off: arXiv 2411.17588.

    Examples
    --------
    >>> unit = 1.66054e-27
    >>> f"{float(diosi_penrose_nuclear_rate(1e9 * unit, 21.58 * unit, 40.1e-15, 1e-7)):.1e}"
    '5.3e-07'
    """
    from scipy.special import erf

    half = np.asarray(separation, dtype=float) / (2.0 * width)
    small = half < 0.02
    safe = np.where(small, 1.0, half)
    bracket = np.where(small, (half**2 / 3.0 - half**4 / 10.0) * 2.0 / np.sqrt(np.pi), 2.0 / np.sqrt(np.pi) - erf(safe) / safe)
    return mass * GRAVITATION * nuclear_mass / REDUCED_PLANCK * bracket / (2.0 * width)


def karolyhazy_cell(mass, radius):
    """Size of the cell over which a body stays coherent in the model of Károlyházy.

    (ħ² R²/G)^(1/3)/M for a body larger than that, ħ²/(G M³) for one that is smaller.

    Parameters
    ----------
    mass : array
        Mass of the body. [kg]
    radius : array
        Its radius. [m]

    Returns
    -------
    array
        Cell. [m]

    References
    ----------
    .. [1] Károlyházy, Nuovo Cimento A 42, 390 (1966), doi 10.1007/BF02717926; recalled.

    Examples
    --------
    >>> f"{float(karolyhazy_cell(1e9 * 1.66054e-27, 56.45e-9)):.1e}"   # far larger than any path separation
    '3.6e-05'
    """
    extended = np.cbrt((REDUCED_PLANCK * np.asarray(radius, dtype=float)) ** 2 / GRAVITATION) / mass
    return np.where(radius > extended, extended, REDUCED_PLANCK**2 / (GRAVITATION * mass**3))


def karolyhazy_time(mass, radius):
    """Time in which a superposition over one cell decays in the model of Károlyházy, M a²/ħ.

    Parameters
    ----------
    mass : array
        Mass of the body. [kg]
    radius : array
        Its radius. [m]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Károlyházy, Nuovo Cimento A 42, 390 (1966), doi 10.1007/BF02717926; recalled.

    Examples
    --------
    >>> float(karolyhazy_time(1e9 * 1.66054e-27, 56.45e-9)) > 1.0
    True
    """
    return mass * karolyhazy_cell(mass, radius) ** 2 / REDUCED_PLANCK


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
