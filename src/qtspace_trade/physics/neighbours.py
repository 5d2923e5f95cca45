"""What an emitter does to a neighbour at a distance: the paths of the coupling table.

Each takes an emission and the geometry and gives the contribution in the unit of what the neighbour sees. Orientations are
unknown, so each is the worst; what is under a factor or a bound of another module is taken from there.
"""

import numpy as np

from qtspace_trade.physics import (
    atmosphere,
    cold_stage,
    contamination,
    micro_vibration,
    self_gravity,
    stray_fields,
    stray_light,
)

SURFACE_EMISSIVITY = 0.8  # of a painted or blanketed surface, assumed
STRUCTURE_REFLECTANCE = 0.05  # of black structure, assumed
BACKFLOW = 1e-4  # share behind the nozzle plane, assumed
HIDDEN_LIGHT = 0.05  # one diffuse reflection of black structure, assumed


def _isolated(amplitude, frequency, isolator_frequency, isolator_damping):
    if np.isinf(isolator_frequency):
        return amplitude
    return amplitude * micro_vibration.isolator_transmissibility(frequency, isolator_frequency, isolator_damping)


def _arriving(in_sight, frozen):
    if in_sight:
        return 1.0
    return 0.0 if frozen else contamination.HIDDEN_SHARE


def dipole_field(moment, distance, shielding=1.0):
    """Stray field of a unit of unknown orientation behind its own shield.

    Parameters
    ----------
    moment : array
        Dipole moment; for a field noise its amplitude spectral density. [A m², A m² Hz⁻¹ᐟ²]
    distance : array
        Distance. [m]
    shielding : float
        Factor by which a shield around the emitter lowers the field.

    Returns
    -------
    array
        Magnetic field, on the axis. [T, T Hz⁻¹ᐟ²]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.56.

    Examples
    --------
    >>> f"{float(dipole_field(0.05, 0.5)):.1e}"
    '8.0e-08'
    """
    return stray_fields.field_behind_shield(stray_fields.dipole_field_at_distance(moment, distance), shielding)


def dipole_gradient(moment, distance, shielding=1.0):
    """Gradient of the stray field of a unit of unknown orientation behind its own shield.

    Parameters
    ----------
    moment : array
        Dipole moment. [A m²]
    distance : array
        Distance. [m]
    shielding : float
        Factor by which a shield around the emitter lowers the field.

    Returns
    -------
    array
        Gradient, on the axis. [T m⁻¹]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.56, derived along the axis.

    Examples
    --------
    >>> f"{float(dipole_gradient(0.05, 0.5)):.1e}"
    '4.8e-07'
    """
    return stray_fields.field_behind_shield(stray_fields.dipole_gradient_at_distance(moment, distance), shielding)


def quadrupole_field(moment_times_separation, distance, shielding=1.0):
    """Stray field of two opposite dipoles, such as a trap coil pair, on their axis.

    Parameters
    ----------
    moment_times_separation : array
        Moment of one times their separation. [A m³]
    distance : array
        Distance, large against the separation. [m]
    shielding : float
        Factor by which a shield around the emitter lowers the field.

    Returns
    -------
    array
        Magnetic field. [T]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.56, difference of two dipoles.

    Examples
    --------
    >>> f"{float(quadrupole_field(1.2566 * 0.04, 0.5)):.2e}"   # 50 turns, 5 A, radius 40 mm
    '4.83e-07'
    """
    field = stray_fields.quadrupole_field_at_distance(moment_times_separation, 1.0, distance)
    return stray_fields.field_behind_shield(field, shielding)


def quadrupole_gradient(moment_times_separation, distance, shielding=1.0):
    """Gradient of the stray field of two opposite dipoles on their axis, 4 B/r.

    Parameters
    ----------
    moment_times_separation : array
        Moment of one times their separation. [A m³]
    distance : array
        Distance, large against the separation. [m]
    shielding : float
        Factor by which a shield around the emitter lowers the field.

    Returns
    -------
    array
        Gradient. [T m⁻¹]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.56; the field falls as r⁻⁴.

    Examples
    --------
    >>> f"{float(quadrupole_gradient(0.05, 0.5) / quadrupole_field(0.05, 0.5)):.1f}"
    '8.0'
    """
    return 4.0 * quadrupole_field(moment_times_separation, distance, shielding) / distance


def induced_field(radius, ambient_field, distance):
    """Field of the dipole that the ambient field induces in a soft magnetic shield, on its axis.

    Parameters
    ----------
    radius : array
        Outer radius of the shield, taken as a sphere. [m]
    ambient_field : array
        Ambient magnetic field. [T]
    distance : array
        Distance from the centre of the shield. [m]

    Returns
    -------
    array
        Magnetic field. [T]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.121 in the limit of large permeability.

    Examples
    --------
    >>> f"{float(induced_field(0.25, 40e-6, 1.0)):.2e}"
    '1.25e-06'
    """
    return stray_fields.dipole_field_at_distance(stray_fields.induced_moment(radius, ambient_field), distance)


def induced_gradient(radius, ambient_field, distance):
    """Gradient of the field of the dipole induced in a soft magnetic shield, on its axis.

    Parameters
    ----------
    radius : array
        Outer radius of the shield, taken as a sphere. [m]
    ambient_field : array
        Ambient magnetic field. [T]
    distance : array
        Distance from the centre of the shield. [m]

    Returns
    -------
    array
        Gradient. [T m⁻¹]

    References
    ----------
    .. [1] J. D. Jackson, Classical Electrodynamics, 3rd ed. (1999), eq. 5.121 in the limit of large permeability.

    Examples
    --------
    >>> f"{float(induced_gradient(0.25, 40e-6, 1.0)):.2e}"
    '3.75e-06'
    """
    return stray_fields.dipole_gradient_at_distance(stray_fields.induced_moment(radius, ambient_field), distance)


def acceleration_noise(force, spacecraft_mass, frequency, isolator_frequency=np.inf, isolator_damping=0.0):
    """Acceleration noise of the free spacecraft under a force noise.

    Parameters
    ----------
    force : array
        Amplitude spectral density of the force. [N Hz⁻¹ᐟ²]
    spacecraft_mass : float
        Mass of the spacecraft. [kg]
    frequency : array
        Frequency. [Hz]
    isolator_frequency : float
        Natural frequency of the isolator of the emitter, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Amplitude spectral density of the acceleration. [m s⁻² Hz⁻¹ᐟ²]

    References
    ----------
    .. [1] Newton's second law, above the control bandwidth and below the first structural mode.

    Examples
    --------
    >>> f"{float(acceleration_noise(0.17e-6, 450.0, 0.1)):.2e}"
    '3.78e-10'
    """
    force = _isolated(force, frequency, isolator_frequency, isolator_damping)
    return micro_vibration.rigid_body_acceleration(force, spacecraft_mass)


def line_of_force(
    force, spacecraft_mass, frequency, lever=0.0, moment_of_inertia=np.inf, isolator_frequency=np.inf, isolator_damping=0.0
):
    """Amplitude of the acceleration line that a force line causes on the free rigid spacecraft, worst direction.

    Parameters
    ----------
    force : array
        Amplitude of the force. [N]
    spacecraft_mass : float
        Mass of the spacecraft. [kg]
    frequency : array
        Frequency. [Hz]
    lever : float
        Distance of the force and of the payload from the centre of mass. [m]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]
    isolator_frequency : float
        Natural frequency of the isolator of the emitter, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Amplitude of the acceleration. [m s⁻²]

    References
    ----------
    .. [1] Newton's and Euler's equations of the rigid body, above the control bandwidth and below the first mode.

    Examples
    --------
    >>> f"{float(line_of_force(0.1480, 500.0, 50.0)):.2e}"
    '2.96e-04'
    """
    force = _isolated(force, frequency, isolator_frequency, isolator_damping)
    return micro_vibration.rigid_body_acceleration(force, spacecraft_mass, force * lever, moment_of_inertia, lever)


def line_of_imbalance(
    imbalance, frequency, spacecraft_mass, lever=0.0, moment_of_inertia=np.inf, isolator_frequency=np.inf, isolator_damping=0.0
):
    """Amplitude of the acceleration line of a wheel with a static imbalance.

    Parameters
    ----------
    imbalance : array
        Static imbalance. [kg m]
    frequency : array
        Revolutions per second. [Hz]
    spacecraft_mass : float
        Mass of the spacecraft. [kg]
    lever : float
        Distance of the wheel and of the payload from the centre of mass. [m]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]
    isolator_frequency : float
        Natural frequency of the isolator of the wheel, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Amplitude of the acceleration. [m s⁻²]

    References
    ----------
    .. [1] R. A. Masterson, D. W. Miller and R. L. Grogan, J. Sound Vib. 249, 575 (2002): force proportional to the
       square of the speed.

    Examples
    --------
    >>> f"{float(line_of_imbalance(1.5e-6, 50.0, 500.0)):.3e}"
    '2.961e-04'
    """
    force = micro_vibration.wheel_force(imbalance, 2.0 * np.pi * np.asarray(frequency))
    return line_of_force(
        force, spacecraft_mass, frequency, lever, moment_of_inertia, isolator_frequency, isolator_damping
    )


def line_of_torque(torque, lever, frequency, moment_of_inertia, isolator_frequency=np.inf, isolator_damping=0.0):
    """Amplitude of the acceleration line that a torque line causes away from the centre of mass.

    Parameters
    ----------
    torque : array
        Amplitude of the torque. [N m]
    lever : float
        Distance of the payload from the centre of mass. [m]
    frequency : array
        Frequency. [Hz]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]
    isolator_frequency : float
        Natural frequency of the isolator of the emitter, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Amplitude of the acceleration. [m s⁻²]

    References
    ----------
    .. [1] Euler's equation of the rigid body at small angles.

    Examples
    --------
    >>> f"{float(line_of_torque(0.02171, 0.5, 50.0, 120.0)):.2e}"
    '9.05e-05'
    """
    torque = _isolated(torque, frequency, isolator_frequency, isolator_damping)
    return torque * lever / moment_of_inertia


def line_of_dynamic_imbalance(
    imbalance, frequency, lever, moment_of_inertia, isolator_frequency=np.inf, isolator_damping=0.0
):
    """Amplitude of the acceleration line of a wheel with a dynamic imbalance.

    Parameters
    ----------
    imbalance : array
        Dynamic imbalance. [kg m²]
    frequency : array
        Revolutions per second. [Hz]
    lever : float
        Distance of the payload, or of the wheel, from the centre of mass. [m]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]
    isolator_frequency : float
        Natural frequency of the isolator of the wheel, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Amplitude of the acceleration. [m s⁻²]

    References
    ----------
    .. [1] R. A. Masterson, D. W. Miller and R. L. Grogan, J. Sound Vib. 249, 575 (2002).

    Examples
    --------
    >>> f"{float(line_of_dynamic_imbalance(2.2e-7, 50.0, 0.5, 120.0)):.2e}"
    '9.05e-05'
    """
    torque = micro_vibration.wheel_torque(imbalance, 2.0 * np.pi * np.asarray(frequency))
    return line_of_torque(torque, lever, frequency, moment_of_inertia, isolator_frequency, isolator_damping)


def jitter_of_torque(torque, frequency, moment_of_inertia, isolator_frequency=np.inf, isolator_damping=0.0):
    """Pointing jitter of the free rigid spacecraft under a torque line.

    Parameters
    ----------
    torque : array
        Amplitude of the torque. [N m]
    frequency : array
        Frequency. [Hz]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]
    isolator_frequency : float
        Natural frequency of the isolator of the emitter, infinite where there is none. [Hz]
    isolator_damping : float
        Damping ratio of the isolator.

    Returns
    -------
    array
        Jitter, rms. [rad]

    References
    ----------
    .. [1] Euler's equation of the rigid body at small angles.

    Examples
    --------
    >>> f"{float(jitter_of_torque(0.02171, 50.0, 100.0)):.2e}"
    '1.56e-09'
    """
    torque = _isolated(torque, frequency, isolator_frequency, isolator_damping)
    return micro_vibration.line_angle(torque, moment_of_inertia, frequency) / np.sqrt(2.0)


def jitter_of_dynamic_imbalance(imbalance, moment_of_inertia):
    """Pointing jitter of the free rigid spacecraft under the torque of a wheel, independent of its speed.

    Parameters
    ----------
    imbalance : array
        Dynamic imbalance. [kg m²]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]

    Returns
    -------
    array
        Jitter, rms. [rad]

    References
    ----------
    .. [1] R. A. Masterson, D. W. Miller and R. L. Grogan, J. Sound Vib. 249, 575 (2002); U_d/I of the rigid body.

    Examples
    --------
    >>> f"{float(jitter_of_dynamic_imbalance(2.2e-7, 100.0)):.2e}"
    '1.56e-09'
    """
    return micro_vibration.line_of_sight_jitter(imbalance, 0.0, 0.0, moment_of_inertia) / np.sqrt(2.0)


def jitter_of_static_imbalance(imbalance, lever, moment_of_inertia):
    """Pointing jitter of the free rigid spacecraft under the force of a wheel away from the centre of mass.

    Parameters
    ----------
    imbalance : array
        Static imbalance. [kg m]
    lever : float
        Distance of the payload, or of the wheel, from the centre of mass. [m]
    moment_of_inertia : float
        Moment of inertia of the spacecraft. [kg m²]

    Returns
    -------
    array
        Jitter, rms. [rad]

    References
    ----------
    .. [1] R. A. Masterson, D. W. Miller and R. L. Grogan, J. Sound Vib. 249, 575 (2002); U_s L/I of the rigid body.

    Examples
    --------
    >>> f"{float(jitter_of_static_imbalance(1.5e-6, 0.5, 100.0)):.2e}"
    '5.30e-09'
    """
    return micro_vibration.line_of_sight_jitter(0.0, imbalance, lever, moment_of_inertia) / np.sqrt(2.0)


def steady_acceleration(force, spacecraft_mass):
    """Quasi-static acceleration of the free spacecraft under a steady force.

    Parameters
    ----------
    force : array
        Force. [N]
    spacecraft_mass : float
        Mass of the spacecraft. [kg]

    Returns
    -------
    array
        Acceleration. [m s⁻²]

    References
    ----------
    .. [1] Newton's second law.

    Examples
    --------
    >>> float(steady_acceleration(1e-6, 100.0))
    1e-08
    """
    return micro_vibration.rigid_body_acceleration(force, spacecraft_mass)


def heat_of_warm_view(view_factor, temperature, radiator_area, radiator_emissivity):
    """Heat that a warm surface in view radiates onto the cold radiator of a neighbour.

    Parameters
    ----------
    view_factor : array
        Share of the view of the radiator that the surface fills.
    temperature : array
        Temperature of the surface. [K]
    radiator_area : float
        Area of the cold radiator. [m²]
    radiator_emissivity : float
        Emissivity of the cold radiator.

    Returns
    -------
    array
        Heat. [W]

    References
    ----------
    .. [1] Grey exchange at small view factor, emissivity of the surface 0.8 (assumed).

    Examples
    --------
    >>> round(float(heat_of_warm_view(0.01, 290.0, 1.0, 0.9)), 3)
    2.888
    """
    return cold_stage.radiated_heat(radiator_area, radiator_emissivity, view_factor, SURFACE_EMISSIVITY, temperature)


def temperature_change(heat, thermal_resistance):
    """Change of the temperature of the bus with the power that it takes up.

    Parameters
    ----------
    heat : array
        Change of the dissipated power. [W]
    thermal_resistance : float
        Thermal resistance from the bus to its radiators. [K W⁻¹]

    Returns
    -------
    array
        Change of temperature. [K]

    References
    ----------
    .. [1] Steady conduction; the change is not smoothed by the heat capacity of the bus, so this is the largest.

    Examples
    --------
    >>> float(temperature_change(10.0, 0.1))
    1.0
    """
    return heat * thermal_resistance


def density_of_release(release, distance, in_sight, temperature, molecule_mass, frozen=False):
    """Number density of the gas of an outgassing neighbour, its surface and that of the payload facing each other.

    Parameters
    ----------
    release : array
        Molecules given off. [s⁻¹]
    distance : array
        Distance, large against the surface. [m]
    in_sight : bool
        Is there a line of sight; without one a tenth arrives.
    temperature : float
        Temperature of the surface. [K]
    molecule_mass : float
        Mass of a molecule. [kg]
    frozen : bool
        Does the gas freeze out on the cold surfaces around the payload: without a line of sight nothing arrives then.

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] G. A. Bird, Molecular Gas Dynamics (1994), free molecular effusion with the cosine law.

    Examples
    --------
    >>> f"{float(density_of_release(1e15, 2.0, True, 200.0, 18.015 * 1.66054e-27)):.3e}"   # 1 m2 of 1e15 per m2 and second
    '1.641e+11'
    """
    flux = contamination.patch_flux(release, 1.0, distance)
    seen = contamination.density_from_flux(flux, temperature, molecule_mass)
    return seen * _arriving(in_sight, frozen)


def pressure_of_release(release, distance, in_sight, temperature, molecule_mass, stage_temperature, frozen=False):
    """Pressure of the gas of an outgassing neighbour after it has come to the temperature of the stage.

    Parameters
    ----------
    release : array
        Molecules given off. [s⁻¹]
    distance : array
        Distance, large against the surface. [m]
    in_sight : bool
        Is there a line of sight; without one a tenth arrives.
    temperature : float
        Temperature of the surface. [K]
    molecule_mass : float
        Mass of a molecule. [kg]
    stage_temperature : float
        Temperature of the stage. [K]
    frozen : bool
        Does the gas freeze out on the cold surfaces around the payload: without a line of sight nothing arrives then.

    Returns
    -------
    array
        Pressure. [Pa]

    References
    ----------
    .. [1] Ideal gas, n k T.

    Examples
    --------
    >>> f"{float(pressure_of_release(1e15, 2.0, True, 200.0, 18.015 * 1.66054e-27, 20.0)):.2e}"
    '4.53e-11'
    """
    density = density_of_release(release, distance, in_sight, temperature, molecule_mass, frozen)
    return atmosphere.thermalised_pressure(density, stage_temperature)


def density_of_backflow(flow, distance, in_sight, temperature, molecule_mass, frozen=False):
    """Number density of the gas of thrusters that flows back behind their nozzle plane.

    Parameters
    ----------
    flow : array
        Molecules through the nozzles. [s⁻¹]
    distance : array
        Distance from the exit. [m]
    in_sight : bool
        Is there a line of sight; without one a tenth arrives.
    temperature : float
        Temperature of the gas. [K]
    molecule_mass : float
        Mass of a molecule. [kg]
    frozen : bool
        Does the gas freeze out on the cold surfaces around the payload: without a line of sight nothing arrives then.

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] Share of 1e-4 that flows back spread over the half space: an assumption, 1e-5 to 1e-3 are quoted.

    Examples
    --------
    >>> f"{float(density_of_backflow(1.827e18, 1.0, True, 200.0, 28.014 * 1.66054e-27)):.2e}"   # 50 uN of cold gas
    '7.48e+10'
    """
    flux = contamination.plume_backflow(flow, BACKFLOW, distance)
    seen = contamination.density_from_flux(flux, temperature, molecule_mass)
    return seen * _arriving(in_sight, frozen)


def pressure_of_backflow(flow, distance, in_sight, temperature, molecule_mass, stage_temperature, frozen=False):
    """Pressure of the gas that flows back from thrusters, at the temperature of the stage.

    Parameters
    ----------
    flow : array
        Molecules through the nozzles. [s⁻¹]
    distance : array
        Distance from the exit. [m]
    in_sight : bool
        Is there a line of sight; without one a tenth arrives.
    temperature : float
        Temperature of the gas. [K]
    molecule_mass : float
        Mass of a molecule. [kg]
    stage_temperature : float
        Temperature of the stage. [K]
    frozen : bool
        Does the gas freeze out on the cold surfaces around the payload: without a line of sight nothing arrives then.

    Returns
    -------
    array
        Pressure. [Pa]

    References
    ----------
    .. [1] Ideal gas, n k T.

    Examples
    --------
    >>> f"{float(pressure_of_backflow(1.827e18, 1.0, True, 200.0, 28.014 * 1.66054e-27, 20.0)):.2e}"
    '2.07e-11'
    """
    density = density_of_backflow(flow, distance, in_sight, temperature, molecule_mass, frozen)
    return atmosphere.thermalised_pressure(density, stage_temperature)


def radiance_of_lit_structure(power, distance, in_sight, lit_wavelengths, wavelength):
    """Spectral radiance of structure in the field of a receiver that a neighbour lights.

    Parameters
    ----------
    power : array
        Light of the neighbour, spread over the sphere. [W]
    distance : array
        Distance from the neighbour to the structure. [m]
    in_sight : bool
        Is there a line of sight; without one a diffuse reflection of 5 % comes first.
    lit_wavelengths : (2,) array
        Shortest and longest wavelength of the light, its power evenly between them. [m]
    wavelength : float
        Wavelength of the receiver. [m]

    Returns
    -------
    array
        Spectral radiance, zero where the receiver's wavelength is not lit. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] Lambert's law, E ρ/π, with a reflectance of 5 % (black structure, assumed).

    Examples
    --------
    >>> f"{float(radiance_of_lit_structure(1.0, 1.0, True, (0.8e-6, 0.9e-6), 0.85e-6)):.3g}"
    '1.27e+04'
    >>> float(radiance_of_lit_structure(1.0, 1.0, True, (0.8e-6, 0.9e-6), 1.55e-6))
    0.0
    """
    shortest, longest = lit_wavelengths
    if not shortest <= wavelength <= longest:
        return np.zeros_like(np.asarray(power, dtype=float))
    irradiance = irradiance_of_light(power, distance, in_sight)
    return stray_light.diffuse_radiance(irradiance, STRUCTURE_REFLECTANCE) / (longest - shortest)


def irradiance_of_light(power, distance, in_sight):
    """Irradiance by the light of a neighbour.

    Parameters
    ----------
    power : array
        Light of the neighbour, spread over the sphere. [W]
    distance : array
        Distance. [m]
    in_sight : bool
        Is there a line of sight; without one a diffuse reflection of 5 % comes first.

    Returns
    -------
    array
        Irradiance. [W m⁻²]

    References
    ----------
    .. [1] Inverse square law.

    Examples
    --------
    >>> f"{float(irradiance_of_light(1.0, 1.0, True)):.4f}"
    '0.0796'
    """
    return stray_light.irradiance_at_distance(power, distance) * (1.0 if in_sight else HIDDEN_LIGHT)


def gradient_change(mass_times_way, distance):
    """Change of the gravity gradient by a mass that moves along the line to the neighbour, 6 G m x/d⁴.

    Parameters
    ----------
    mass_times_way : array
        Mass times the way it moves, short against the distance. [kg m]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Change of the gradient. [s⁻²]

    References
    ----------
    .. [1] Newton's law of gravitation, third derivative of the potential.

    Examples
    --------
    >>> f"{float(gradient_change(0.5, 1.0)):.2e}"   # 5 kg moved by 0.1 m at 1 m
    '2.00e-10'
    """
    return 3.0 * self_gravity.self_gravity_gradient(mass_times_way, distance) / distance


def gradient(mass, distance):
    """Gravity gradient of a neighbour's mass.

    Parameters
    ----------
    mass : array
        Mass. [kg]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Gradient along the line to it. [s⁻²]

    References
    ----------
    .. [1] Newton's law of gravitation, 2 G m/d³.

    Examples
    --------
    >>> f"{float(gradient(5.0, 1.0)):.2e}"
    '6.67e-10'
    """
    return self_gravity.self_gravity_gradient(mass, distance)
