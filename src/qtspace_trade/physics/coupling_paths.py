"""How a disturbance of one unit reaches another: one pure function per path, in the victim's unit."""

import numpy as np

from qtspace_trade.constants import BOLTZMANN, GRAVITATION, STEFAN_BOLTZMANN, VACUUM_PERMEABILITY


def dipole_field_at_distance(moment, distance):
    """Magnetic field of a unit of unknown orientation: the value on the axis, (μ0/4π) 2 m/r³, as the worst case.

    Parameters
    ----------
    moment : array
        Magnetic moment. [A m²]
    distance : array
        Distance, beyond about five times the size of the source. [m]

    Returns
    -------
    array
        Field. [T]

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.56.

    Examples
    --------
    >>> round(float(dipole_field_at_distance(0.05, 0.5)) * 1e9, 1)   # in nT
    80.0
    """
    return VACUUM_PERMEABILITY / (2.0 * np.pi) * moment / distance**3


def dipole_gradient_at_distance(moment, distance):
    """Gradient of the magnetic field of a unit of unknown orientation, 3 B/r with B on the axis.

    Parameters
    ----------
    moment : array
        Magnetic moment. [A m²]
    distance : array
        Distance, beyond about five times the size of the source. [m]

    Returns
    -------
    array
        Gradient. [T/m]

    References
    ----------
    .. [1] Derivative of :func:`dipole_field_at_distance`.

    Examples
    --------
    >>> round(float(dipole_gradient_at_distance(0.05, 0.5)) * 1e9, 1)   # in nT/m
    480.0
    """
    return 3.0 * dipole_field_at_distance(moment, distance) / distance


def rigid_body_acceleration(force, mass, torque=0.0, inertia=np.inf, arm=0.0):
    """Acceleration of a point of a free rigid spacecraft, worst direction, F/M + (τ/I) r.

    Holds above the bandwidth of attitude control and below the first structural mode; for amplitude spectral
    densities as for amplitudes.

    Parameters
    ----------
    force : array
        Force. [N]
    mass : array
        Mass of the spacecraft. [kg]
    torque : array, optional
        Torque about the centre of mass, including force times lever arm. [N m]
    inertia : array, optional
        Moment of inertia. [kg m²]
    arm : array, optional
        Distance of the point from the centre of mass. [m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Newton's and Euler's equations.

    Examples
    --------
    >>> rigid_body_acceleration(0.15, 500.0)
    0.0003
    """
    return force / mass + torque / inertia * arm


def thruster_acceleration_asd(axial_force_asd, mass):
    """Acceleration noise of several uncorrelated thrusters, sqrt(Σ Fᵢ²)/M.

    Parameters
    ----------
    axial_force_asd : (..., m) array
        Force noise of each thruster along the axis of interest. [N Hz⁻¹ᐟ²]
    mass : (...) array
        Mass of the spacecraft. [kg]

    Returns
    -------
    (...) array
        Acceleration noise. [m s⁻² Hz⁻¹ᐟ²]

    References
    ----------
    .. [1] Sum of independent spectral densities.

    Examples
    --------
    >>> round(float(thruster_acceleration_asd([3e-7, 4e-7], 500.0)) * 1e9, 3)   # in nm s⁻² Hz⁻¹ᐟ²
    1.0
    """
    return np.linalg.norm(np.asarray(axial_force_asd, dtype=float), axis=-1) / mass


def isolator_transmissibility(frequency, natural_frequency, damping_ratio):
    """Motion passed on by a damped spring, sqrt[(1 + (2 ζ q)²)/((1 - q²)² + (2 ζ q)²)] with q = f/f0.

    It amplifies below 1.41 f0. Internal modes keep real isolators above 1e-3 to 1e-4.

    Parameters
    ----------
    frequency : array
        Frequency of the disturbance. [Hz]
    natural_frequency : array
        Natural frequency f0. [Hz]
    damping_ratio : array
        ζ, part of critical damping. [1]

    Returns
    -------
    array
        Transmitted part. [1]

    References
    ----------
    .. [1] Inman, Engineering vibration, 4th ed., 2014, chapter 2, base excitation.

    Examples
    --------
    >>> round(float(isolator_transmissibility(50.0, 5.0, 0.02)), 5)
    0.01088
    """
    ratio = frequency / natural_frequency
    damping = (2.0 * damping_ratio * ratio) ** 2
    return np.sqrt((1.0 + damping) / ((1.0 - ratio**2) ** 2 + damping))


def interferometer_line_phase(acceleration, frequency, wavevector):
    """Greatest phase that a single vibration line causes in a three-pulse atom interferometer, 4 K a/ω².

    Parameters
    ----------
    acceleration : array
        Amplitude of the line. [m/s²]
    frequency : array
        Frequency. [Hz]
    wavevector : array
        Effective wavevector K. [rad/m]

    Returns
    -------
    array
        Phase, whatever the time between pulses. [rad]

    References
    ----------
    .. [1] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148.

    Examples
    --------
    >>> round(float(interferometer_line_phase(2.961e-4, 50.0, 1.6106e7)), 4)
    0.1933
    """
    return wavevector * acceleration / (np.pi * frequency) ** 2


def cold_node_temperature(base_temperature, heat, area, emissivity):
    """Temperature of a radiator that receives extra heat, [T₀⁴ + Q/(ε A σ)]^(1/4), exact.

    Parameters
    ----------
    base_temperature : array
        Temperature without the extra heat. [K]
    heat : array
        Extra heat. [W]
    area : array
        Radiating area. [m²]
    emissivity : array
        Emissivity. [1]

    Returns
    -------
    array
        Temperature. [K]

    References
    ----------
    .. [1] Stefan-Boltzmann law.

    Examples
    --------
    >>> round(float(cold_node_temperature(20.0, 0.010, 1.0, 0.9)), 2)
    24.43
    """
    return (base_temperature**4 + heat / (emissivity * area * STEFAN_BOLTZMANN)) ** 0.25


def radiated_heat(area, emissivity, view_factor, source_emissivity, source_temperature):
    """Heat that a warm surface in view radiates onto a cold one, A ε F ε' σ T'⁴ (grey, small view factor).

    Parameters
    ----------
    area : array
        Area of the cold surface. [m²]
    emissivity : array
        Its emissivity. [1]
    view_factor : array
        View factor from the cold to the warm surface. [1]
    source_emissivity : array
        Emissivity of the warm surface. [1]
    source_temperature : array
        Temperature of the warm surface. [K]

    Returns
    -------
    array
        Heat. [W]

    References
    ----------
    .. [1] Stefan-Boltzmann law without multiple reflection.

    Examples
    --------
    >>> round(float(radiated_heat(1.0, 0.9, 0.01, 0.8, 290.0)), 2)
    2.89
    """
    return area * emissivity * view_factor * source_emissivity * STEFAN_BOLTZMANN * source_temperature**4


def disc_solid_angle(radius, distance):
    """Solid angle of a disc seen from a point on its axis.

    Parameters
    ----------
    radius : array
        Radius of the disc. [m]
    distance : array
        Distance along the axis. [m]

    Returns
    -------
    array
        Solid angle. [sr]

    References
    ----------
    .. [1] 2 π [1 - 1/sqrt(1 + R²/r²)].

    Examples
    --------
    >>> round(float(disc_solid_angle(1e9, 1.0)), 3)   # half the sky
    6.283
    """
    return 2.0 * np.pi * (1.0 - 1.0 / np.hypot(1.0, radius / distance))


def outgassed_density(flux, solid_angle, temperature, molecule_mass):
    """Number density of molecules that fly freely from a diffuse source, q Ω/(π v) with the mean speed v.

    Parameters
    ----------
    flux : array
        Molecules leaving the surface per area and time. [m⁻² s⁻¹]
    solid_angle : array
        Solid angle of the source as seen from the point. [sr]
    temperature : array
        Temperature of the source. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] Bird, Molecular gas dynamics, Oxford, 1994, section 4.2; cosine emission.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> f"{outgassed_density(1e15, disc_solid_angle(1.784, 1.0), 200.0, water):.2e}"   # 10 m² at 1 m
    '2.11e+12'
    """
    mean_speed = np.sqrt(8.0 * BOLTZMANN * temperature / (np.pi * molecule_mass))
    return flux * solid_angle / (np.pi * mean_speed)


def outgassing_factor(temperature, activation_temperature, reference_temperature=293.0):
    """Outgassing relative to a reference temperature, exp[-Θ (1/T - 1/T_ref)].

    Parameters
    ----------
    temperature : array
        Temperature of the surface. [K]
    activation_temperature : array
        Activation energy divided by k; 7000 K in LISA Pathfinder. [K]
    reference_temperature : array, optional
        Temperature at which the rate is known. [K]

    Returns
    -------
    array
        Ratio of rates. [1]

    References
    ----------
    .. [1] Armano et al., Phys. Rev. Lett. 120, 061101 (2018), doi 10.1103/PhysRevLett.120.061101.

    Examples
    --------
    >>> f"{outgassing_factor(150.0, 7000.0):.2e}"
    '1.28e-10'
    """
    return np.exp(-activation_temperature * (1.0 / temperature - 1.0 / reference_temperature))


def self_gravity(mass, distance):
    """Gravitational acceleration towards a unit of the spacecraft, G m/d².

    Parameters
    ----------
    mass : array
        Mass of the unit. [kg]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{self_gravity(100.0, 1.0):.2e}"
    '6.67e-09'
    """
    return GRAVITATION * mass / distance**2


def self_gravity_gradient(mass, distance):
    """Radial gravity gradient of a unit of the spacecraft, 2 G m/d³.

    Parameters
    ----------
    mass : array
        Mass of the unit. [kg]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Gradient. [s⁻²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{self_gravity_gradient(5.0, 1.0):.2e}"
    '6.67e-10'
    """
    return 2.0 * GRAVITATION * mass / distance**3


def moving_mass_acceleration(mass, distance, approach):
    """Change of self-gravity when a mass moves towards the victim, exact difference.

    Parameters
    ----------
    mass : array
        Moving mass. [kg]
    distance : array
        Distance before the move. [m]
    approach : array
        How much nearer it comes; negative if it moves away. [m]

    Returns
    -------
    array
        Change of acceleration. [m/s²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{moving_mass_acceleration(5.0, 1.0, 0.1):.2e}"
    '7.83e-11'
    """
    return GRAVITATION * mass * approach * (2.0 * distance - approach) / (distance * (distance - approach)) ** 2
