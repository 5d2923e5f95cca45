"""Single-particle Talbot interferometer: trap, free flight t1, standing-wave grating pulse, free flight t2, detection.

The grating period d is half the wavelength of the light. Harmonic n of the fringe pattern has the visibility
2 |B_n| times the reduction factors; it may exceed 1, because it belongs to one harmonic and not to the whole pattern.
"""

import numpy as np

from qtspace_trade.constants import BOLTZMANN, PLANCK, REDUCED_PLANCK


def particle_mass(radius, density):
    """Mass of a homogeneous sphere.

    Parameters
    ----------
    radius : array
        Radius. [m]
    density : array
        Mass density. [kg/m³]

    Returns
    -------
    array
        Mass. [kg]

    References
    ----------
    .. [1] Volume of a sphere, 4 π R³ / 3.

    Examples
    --------
    >>> f"{particle_mass(100e-9, 2201.0):.4e}"   # silica
    '9.2195e-18'
    """
    return 4.0 / 3.0 * np.pi * density * radius**3


def particle_radius(mass, density):
    """Radius of a homogeneous sphere.

    Parameters
    ----------
    mass : array
        Mass. [kg]
    density : array
        Mass density. [kg/m³]

    Returns
    -------
    array
        Radius. [m]

    References
    ----------
    .. [1] Volume of a sphere, 4 π R³ / 3.

    Examples
    --------
    >>> round(float(particle_radius(9.2195e-18, 2201.0)) * 1e9, 2)
    100.0
    """
    return np.cbrt(3.0 * mass / (4.0 * np.pi * density))


def talbot_time(mass, grating_period):
    """Time after which a matter wave behind a grating repeats, M d² / h.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    grating_period : array
        Grating period. [m]

    Returns
    -------
    array
        Talbot time. [s]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(talbot_time(1e6 * 1.66054e-27, 177e-9)) * 1e3, 2)   # a million atomic mass units, in ms
    78.51
    """
    return mass * grating_period**2 / PLANCK


def fringe_period(grating_period, time_before, time_after):
    """Period of the fringes at the detector, the grating's shadow magnified by (t1 + t2)/t1.

    Parameters
    ----------
    grating_period : array
        Grating period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Fringe period D. [m]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> float(fringe_period(100.0, 50.0, 50.0))
    200.0
    """
    return grating_period * (time_before + time_after) / time_before


def talbot_argument(mass, grating_period, time_before, time_after):
    """Flight times in units of the Talbot time, ξ = t1 t2 / [t_T (t1 + t2)].

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    grating_period : array
        Grating period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        ξ. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(talbot_argument(1e6 * 1.66054e-27, 177e-9, 0.160, 0.126)), 4)
    0.8978
    """
    return time_before * time_after / (talbot_time(mass, grating_period) * (time_before + time_after))


def path_separation(mass, grating_period, time_before, time_after, order=1):
    """Effective path separation tested by fringe harmonic n, n h t2 / (M D) = n d ξ.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    grating_period : array
        Grating period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]
    order : int array, optional
        Harmonic n. [1]

    Returns
    -------
    array
        Separation. [m]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(path_separation(1e9 * 1.66054e-27, 100e-9, 50.0, 50.0)) * 1e9, 1)
    99.8
    """
    return order * grating_period * talbot_argument(mass, grating_period, time_before, time_after)


def source_size(centre_of_mass_temperature, mass, trap_frequency):
    """Thermal position spread in a harmonic trap, sqrt(k T / M) / ω.

    Parameters
    ----------
    centre_of_mass_temperature : array
        Temperature of the motion in the trap. [K]
    mass : array
        Mass of the particle. [kg]
    trap_frequency : array
        Trap frequency ω / 2π. [Hz]

    Returns
    -------
    array
        Root-mean-square position. [m]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(source_size(20e-3, 1e8 * 1.66054e-27, 200e3)) * 1e9, 3)
    1.026
    """
    return thermal_velocity(centre_of_mass_temperature, mass) / (2.0 * np.pi * trap_frequency)


def thermal_velocity(centre_of_mass_temperature, mass):
    """Root-mean-square velocity along one axis, sqrt(k T / M).

    Parameters
    ----------
    centre_of_mass_temperature : array
        Temperature of the motion in the trap. [K]
    mass : array
        Mass of the particle. [kg]

    Returns
    -------
    array
        Velocity. [m/s]

    References
    ----------
    .. [1] Equipartition of energy.

    Examples
    --------
    >>> round(float(thermal_velocity(20e-3, 1e8 * 1.66054e-27)) * 1e3, 2)   # in mm/s
    1.29
    """
    return np.sqrt(BOLTZMANN * centre_of_mass_temperature / mass)


def source_exponent(source_size, grating_period, time_before, time_after, order=1):
    """Loss exponent by the spread of starting positions.

    Parameters
    ----------
    source_size : array
        Root-mean-square starting position. [m]
    grating_period : array
        Grating period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]
    order : int array, optional
        Harmonic n. [1]

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(source_exponent(10.26e-9, 177e-9, 0.160, 0.126)), 4)
    0.0129
    """
    blur = source_size * time_after / (grating_period * (time_before + time_after))
    return 2.0 * (np.pi * order * blur) ** 2


def source_reduction(source_size, grating_period, time_before, time_after, order=1):
    """Reduction of the fringes by the spread of starting positions.

    Parameters
    ----------
    source_size : array
        Root-mean-square starting position. [m]
    grating_period : array
        Grating period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]
    order : int array, optional
        Harmonic n. [1]

    Returns
    -------
    array
        Factor between 0 and 1. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(source_reduction(10.26e-9, 177e-9, 0.160, 0.126)), 3)
    0.987
    """
    return np.exp(-source_exponent(source_size, grating_period, time_before, time_after, order))


def readout_reduction(readout_error, fringe_period, order=1):
    """Reduction of the fringes by the error of the position measurement, or by any other random fringe shift.

    Parameters
    ----------
    readout_error : array
        Root-mean-square error of position. [m]
    fringe_period : array
        Fringe period D. [m]
    order : int array, optional
        Harmonic n. [1]

    Returns
    -------
    array
        Factor between 0 and 1. [1]

    References
    ----------
    .. [1] Average of cos(2 π n x / D) over a normal distribution.

    Examples
    --------
    >>> round(float(readout_reduction(1.0, 10.0)), 2), round(float(readout_reduction(1.0, 20.0)), 2)
    (0.82, 0.95)
    """
    return np.exp(-2.0 * (np.pi * order * readout_error / fringe_period) ** 2)


def absorption_ratio(permittivity):
    """Ratio β of absorption to phase shift in a grating of light, Im χ / Re χ with χ = (ε - 1)/(ε + 2).

    Parameters
    ----------
    permittivity : complex array
        Relative permittivity at the grating wavelength: the square of the refractive index. [1]

    Returns
    -------
    array
        β. [1]

    References
    ----------
    .. [1] Nimmrichter, Macroscopic matter wave interferometry, Springer, 2014, doi 10.1007/978-3-319-07097-1.

    Examples
    --------
    >>> round(float(absorption_ratio((5.6005 + 3.0125j) ** 2)), 4)   # silicon at 354 nm
    0.0611
    """
    susceptibility = (permittivity - 1.0) / (permittivity + 2.0)
    return np.imag(susceptibility) / np.real(susceptibility)


def grating_coefficient(phase, talbot_argument, absorption_ratio=0.0, order=1, modulation=1.0):
    """Talbot coefficient B_n of a standing-wave grating for a particle smaller than the wavelength.

    With z_c = φ0 sin(π n ξ) and z_a = φ0 β [1 - cos(π n ξ)] it is
    exp(-z_a) [(z_c + z_a)/(z_c - z_a)]^(n/2) J_n(sgn(z_c - z_a) sqrt(z_c² - z_a²)), evaluated in the equivalent form
    exp(-z_a) (z_c + z_a)^n J_n(√w)/(√w)^n with w = z_c² - z_a², which has no branches (I_n for negative w).
    Without absorption it is J_n(φ0 sin π n ξ). In a large sphere only the part μ of the absorption follows the standing
    wave: z_a is then μ z_a everywhere but in the exponential. Light scattered by the particle in the grating is left out.

    Parameters
    ----------
    phase : array
        Greatest phase shift φ0 by the grating. [rad]
    talbot_argument : array
        ξ. [1]
    absorption_ratio : array, optional
        β = Im χ / Re χ. [1]
    order : int, optional
        Harmonic n. [1]
    modulation : array, optional
        μ, from :func:`qtspace_trade.physics.mie.grating_response`; 1 for a sphere smaller than the wavelength. [1]

    Returns
    -------
    array
        B_n. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.
    .. [2] Belenchia et al., Phys. Rev. A 100, 033813 (2019), doi 10.1103/PhysRevA.100.033813.

    Examples
    --------
    >>> round(float(grating_coefficient(1.0, 0.5)), 4)   # J_1(1)
    0.4401
    """
    from scipy.special import factorial, ive, jv

    angle = np.pi * order * np.asarray(talbot_argument, dtype=float)
    coherent = phase * np.sin(angle)
    absorbed = phase * absorption_ratio * 2.0 * np.sin(0.5 * angle) ** 2
    following = modulation * absorbed
    square = coherent**2 - following**2
    root = np.sqrt(np.abs(square))
    small = root < 1e-4
    safe_root = np.where(small, 1.0, root)
    decay = np.exp(-absorbed)
    grown = ive(order, safe_root) * np.exp(safe_root - absorbed)
    bessel = np.where(square > 0.0, jv(order, safe_root) * decay, grown) / safe_root**order
    return (coherent + following) ** order * np.where(small, decay / (2.0**order * factorial(order)), bessel)


def classical_grating_coefficient(phase, talbot_argument, order=1):
    """Coefficient of the classical shadow of a grating that only shifts phase, J_n(φ0 π n ξ).

    Parameters
    ----------
    phase : array
        Greatest phase shift φ0 by the grating. [rad]
    talbot_argument : array
        ξ. [1]
    order : int, optional
        Harmonic n. [1]

    Returns
    -------
    array
        Classical counterpart of B_n. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(classical_grating_coefficient(1.0, 1.0 / 3.14159265)), 4)   # J_1(1)
    0.4401
    """
    from scipy.special import jv

    return jv(order, phase * np.pi * order * np.asarray(talbot_argument, dtype=float))


def visibility(coefficient, reduction=1.0):
    """Sinusoidal visibility of one harmonic, 2 |B_n| times the product of reduction factors; may exceed 1.

    Parameters
    ----------
    coefficient : array
        B_n, quantum or classical. [1]
    reduction : array, optional
        Product of all reduction factors. [1]

    Returns
    -------
    array
        Visibility. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> float(visibility(-0.25, 0.5))
    0.25
    """
    return 2.0 * np.abs(coefficient) * reduction


def localisation_exponent(localisation, separation, time):
    """Loss exponent of a localisation parameter, Λ x² t / 3; the 1/3 averages over the triangular path separation.

    Parameters
    ----------
    localisation : array
        Localisation parameter Λ. [m⁻² s⁻¹]
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
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788;
       long-wavelength limit.

    Examples
    --------
    >>> float(localisation_exponent(3.0, 2.0, 5.0))
    20.0
    """
    return localisation * separation**2 * time / 3.0


def constant_separation_exponent(localisation, separation, time):
    """Loss exponent of a localisation parameter behind a double slit, Λ x² t: the paths stay apart.

    Parameters
    ----------
    localisation : array
        Localisation parameter Λ. [m⁻² s⁻¹]
    separation : array
        Distance of the two paths. [m]
    time : array
        Time for which they are apart. [s]

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121; long-wavelength limit.

    Examples
    --------
    >>> float(constant_separation_exponent(3.0, 2.0, 5.0))
    60.0
    """
    return localisation * separation**2 * time


def saturated_exponent(rate, time):
    """Loss exponent of events that each end the coherence (gas collisions).

    Parameters
    ----------
    rate : array
        Rate of events. [s⁻¹]
    time : array
        Total time of flight. [s]

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> float(saturated_exponent(1e-3, 100.0))
    0.1
    """
    return rate * time


def absorption_kernel(phase):
    """Coherence lost per absorbed or emitted photon, 1 - Si(a)/a with a = k x, averaged over the path.

    Parameters
    ----------
    phase : array
        Wavenumber times path separation. [rad]

    Returns
    -------
    array
        Lost fraction; a²/18 for small a. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(absorption_kernel(0.3)) / (0.3**2 / 18.0), 3)
    0.997
    """
    from scipy.special import sici

    small = np.abs(phase) < 0.01
    safe = np.where(small, 1.0, phase)
    return np.where(small, phase**2 / 18.0 * (1.0 - 0.03 * phase**2), 1.0 - sici(safe)[0] / safe)


def scattering_kernel(phase):
    """Coherence lost per isotropically scattered photon, 1 - Si(2a)/a + sin²(a)/a² with a = k x.

    Parameters
    ----------
    phase : array
        Wavenumber times path separation. [rad]

    Returns
    -------
    array
        Lost fraction, averaged over the path; a²/9 for small a. [1]

    References
    ----------
    .. [1] Path average of 1 - sinc²(k x).

    Examples
    --------
    >>> round(float(scattering_kernel(0.3)) / (0.3**2 / 9.0), 3)
    0.993
    """
    from scipy.special import sici

    small = np.abs(phase) < 0.01
    safe = np.where(small, 1.0, phase)
    exact = 1.0 - sici(2.0 * safe)[0] / safe + (np.sin(safe) / safe) ** 2
    return np.where(small, phase**2 / 9.0 * (1.0 - 0.08 * phase**2), exact)


def acceleration_shift(acceleration, time_before, time_after):
    """Shift of the fringes by a constant acceleration, a t2 (t1 + t2) / 2.

    Parameters
    ----------
    acceleration : array
        Acceleration of the apparatus relative to the particle. [m/s²]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Shift. [m]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(acceleration_shift(8e-12, 50.0, 50.0)) * 1e9, 6)   # in nm
    20.0
    """
    return 0.5 * acceleration * time_after * (time_before + time_after)


def maximum_acceleration(shift, time_before, time_after):
    """Constant acceleration (or its drift between shots) that shifts the fringes by a given amount.

    Parameters
    ----------
    shift : array
        Allowed shift, usually a tenth of the fringe period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Inverse of :func:`acceleration_shift`.

    Examples
    --------
    >>> float(maximum_acceleration(20e-9, 50.0, 50.0))
    8e-12
    """
    return 2.0 * shift / (time_after * (time_before + time_after))


def maximum_acceleration_asd(shift, time_before, time_after):
    """White acceleration noise that shifts the fringes by a given root-mean-square amount.

    The response to an acceleration at time s is s t2/t1 before the grating and t1 + t2 - s after it; the mean square
    shift is (S/2) t2² (t1 + t2)/3.

    Parameters
    ----------
    shift : array
        Allowed root-mean-square shift, usually a tenth of the fringe period. [m]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        One-sided amplitude spectral density. [m s⁻² Hz⁻¹ᐟ²]

    References
    ----------
    .. [1] Integral of the squared response; computed from the stated formula.

    Examples
    --------
    >>> f"{maximum_acceleration_asd(20e-9, 50.0, 50.0):.2e}"
    '9.80e-11'
    """
    return shift * np.sqrt(6.0 / (time_before + time_after)) / time_after


def maximum_release_offset(shift, gradient, time_before, time_after):
    """Distance of the release from the drag-free point at which a gravity gradient shifts the fringes by an amount.

    Parameters
    ----------
    shift : array
        Allowed shift. [m]
    gradient : array
        Gravity gradient. [s⁻²]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Offset. [m]

    References
    ----------
    .. [1] Acceleration gradient times offset in :func:`acceleration_shift`.

    Examples
    --------
    >>> round(float(maximum_release_offset(20e-9, 2.46e-6, 50.0, 50.0)) * 1e6, 1)   # low orbit, in μm
    3.3
    """
    return maximum_acceleration(shift, time_before, time_after) / gradient


def maximum_rotation_rate(shift, velocity, time_before, time_after):
    """Rotation rate at which the Coriolis shift Ω v t2 (t1 + t2) reaches a given amount.

    Parameters
    ----------
    shift : array
        Allowed shift, usually a tenth of the fringe period. [m]
    velocity : array
        Velocity along the fringes, see :func:`thermal_velocity`. [m/s]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Rotation rate. [rad/s]

    References
    ----------
    .. [1] Coriolis acceleration 2 Ω v in :func:`acceleration_shift`.

    Examples
    --------
    >>> float(maximum_rotation_rate(1.0, 0.5, 1.0, 1.0))
    1.0
    """
    return shift / (velocity * time_after * (time_before + time_after))


def maximum_rotation_angle(shift, velocity, time_before, time_after):
    """Angle between grating and detector at which motion along the fringes shifts them by a given amount.

    Parameters
    ----------
    shift : array
        Allowed shift, usually a tenth of the fringe period. [m]
    velocity : array
        Velocity along the fringes, see :func:`thermal_velocity`. [m/s]
    time_before : array
        Time of flight before the grating, t1. [s]
    time_after : array
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Angle. [rad]

    References
    ----------
    .. [1] Displacement v (t1 + t2) projected by a small angle.

    Examples
    --------
    >>> float(maximum_rotation_angle(1.0, 0.5, 1.0, 1.0))
    1.0
    """
    return shift / (velocity * (time_before + time_after))


def wave_packet_variance(time, position_spread, momentum_spread, mass, localisation=0.0):
    """Mean square position of a freely expanding wave packet.

    σ0² + (σ_p t/M)² + (2/3) Λ ħ² t³/M²: the last term is the momentum diffusion of decoherence or collapse, which a test
    without a grating looks for.

    Parameters
    ----------
    time : array
        Time since the release. [s]
    position_spread : array
        Root-mean-square position at the release. [m]
    momentum_spread : array
        Root-mean-square momentum at the release. [kg m/s]
    mass : array
        Mass of the particle. [kg]
    localisation : array, optional
        Sum of the localisation parameters. [m⁻² s⁻¹]

    Returns
    -------
    array
        Variance along one axis. [m²]

    References
    ----------
    .. [1] Gasbarri et al., Commun. Phys. 4, 155 (2021), doi 10.1038/s42005-021-00656-7; diffusion 2 Λ ħ² of <p²>, integrated.

    Examples
    --------
    >>> float(wave_packet_variance(2.0, 3.0, 4.0, 1.0))   # 9 + 64
    73.0
    """
    diffusion = 2.0 / 3.0 * localisation * (REDUCED_PLANCK / mass) ** 2 * time**3
    return position_spread**2 + (momentum_spread * time / mass) ** 2 + diffusion


def ground_state_spread(mass, trap_frequency, occupation=0.0):
    """Root-mean-square position of a particle in a harmonic trap at a mean number of quanta.

    Parameters
    ----------
    mass : array
        Mass of the particle. [kg]
    trap_frequency : array
        Trap frequency ω / 2π. [Hz]
    occupation : array, optional
        Mean number of quanta; 0 in the ground state. [1]

    Returns
    -------
    array
        sqrt[ħ (2 n + 1) / (2 M ω)]; the momentum spread is M ω times as much. [m]

    References
    ----------
    .. [1] Any text on quantum mechanics, harmonic oscillator.

    Examples
    --------
    >>> spread = ground_state_spread(1e10 * 1.66054e-27, 100e3)
    >>> round(float(spread * 2 * np.pi * 100e3) * 1e6, 1)   # velocity of 1e10 u in the ground state, in μm/s
    1.4
    """
    return np.sqrt(REDUCED_PLANCK * (2.0 * occupation + 1.0) / (4.0 * np.pi * mass * trap_frequency))


def acceleration_response(frequency, time_before, time_after):
    """Shift of the fringes per acceleration at one frequency, the size of the Fourier transform of the response.

    Parameters
    ----------
    frequency : array
        Frequency of the acceleration. [Hz]
    time_before : float
        Time of flight before the grating, t1. [s]
    time_after : float
        Time of flight after the grating, t2. [s]

    Returns
    -------
    array
        Response; t2 (t1 + t2)/2 at low frequency. [s²]

    References
    ----------
    .. [1] Fourier transform of the response s t2/t1 before the grating and t1 + t2 - s after it.

    Examples
    --------
    >>> round(float(acceleration_response(1e-9, 50.0, 50.0)))
    2500
    """
    turn = np.maximum(2.0 * np.pi * np.asarray(frequency, dtype=float), 1e-3 / (time_before + time_after))
    first = (time_after / time_before) * (np.exp(-1j * turn * time_before) * (1.0 + 1j * turn * time_before) - 1.0)
    total = time_before + time_after
    second = np.exp(-1j * turn * time_before) * (1.0 - 1j * turn * time_after) - np.exp(-1j * turn * total)
    return np.abs(first + second) / turn**2


def fringe_shift_noise(frequency, acceleration_asd, time_before, time_after):
    """Root-mean-square fringe shift by acceleration noise that is given as a spectrum.

    Parameters
    ----------
    frequency : (n,) array
        Rising frequencies. [Hz]
    acceleration_asd : (n,) array
        One-sided amplitude spectral density there; a power law in between. [m s⁻² Hz⁻¹ᐟ²]
    time_before : float
        Time of flight before the grating, t1. [s]
    time_after : float
        Time of flight after the grating, t2. [s]

    Returns
    -------
    float
        Shift from shot to shot by what the spectrum holds; noise outside it is left out. [m]

    References
    ----------
    .. [1] Integral of the density times :func:`acceleration_response` squared.

    Examples
    --------
    >>> white = fringe_shift_noise([1e-5, 10.0], [9.8e-11, 9.8e-11], 50.0, 50.0)
    >>> round(float(white) * 1e9, 1)   # a tenth of fringes of 200 nm, in nm
    20.0
    """
    frequency = np.asarray(frequency, dtype=float)
    fine = max(1.0 / (64.0 * (time_before + time_after)), (frequency[-1] - frequency[0]) / 2e5)
    low = np.geomspace(frequency[0], max(frequency[-1] * 1e-4, frequency[0] * 1.0001), 400)
    even = np.arange(low[-1], frequency[-1], fine)
    nodes = np.unique(np.concatenate([low[low < frequency[-1]], even, frequency]))
    density = np.exp(np.interp(np.log(nodes), np.log(frequency), np.log(acceleration_asd)))
    power = (density * acceleration_response(nodes, time_before, time_after)) ** 2
    return np.sqrt(np.trapezoid(power, nodes))
