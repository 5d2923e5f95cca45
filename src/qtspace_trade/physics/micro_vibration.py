"""Micro-vibration: what moving parts put into the structure and what arrives at an instrument.

Amplitudes of lines and amplitude spectral densities go the same way. A free rigid spacecraft holds above the bandwidth
of attitude control and below the first structural mode; near a mode multiply by :func:`resonance_factor`.
"""

import numpy as np

from qtspace_trade.physics._checks import _not_negative, _number, _positive, _share
from qtspace_trade.physics.atom_interferometry import vibration_response

OVERHEAD_PASS = 3.0 * np.sqrt(3.0) / 8.0  # greatest angular acceleration of atan(v t/h) over (v/h)²


def wheel_force(static_imbalance, speed):
    """Force of an unbalanced wheel, U_s ω², at the frequency of its rotation.

    Parameters
    ----------
    static_imbalance : array
        U_s. [kg m]
    speed : array
        Rotation rate ω. [rad/s]

    Returns
    -------
    array
        Amplitude. [N]

    Raises
    ------
    ValueError
        The imbalance is negative.

    References
    ----------
    .. [1] Masterson, Miller and Grogan, J. Sound Vib. 249, 575 (2002), doi 10.1006/jsvi.2001.3868; abstract read:
       force proportional to speed squared. Resonances with the modes of the wheel itself are not in it.

    Examples
    --------
    >>> round(float(wheel_force(1.5e-6, 100.0 * np.pi)), 4)   # 3000 revolutions per minute
    0.148
    """
    return _not_negative(static_imbalance, "static imbalance", "kg m") * np.square(speed)


def wheel_torque(dynamic_imbalance, speed):
    """Torque of an unbalanced wheel, U_d ω², at the frequency of its rotation.

    Parameters
    ----------
    dynamic_imbalance : array
        U_d. [kg m²]
    speed : array
        Rotation rate ω. [rad/s]

    Returns
    -------
    array
        Amplitude. [N m]

    Raises
    ------
    ValueError
        The imbalance is negative.

    References
    ----------
    .. [1] As :func:`wheel_force`.

    Examples
    --------
    >>> round(float(wheel_torque(2.2e-7, 100.0 * np.pi)), 5)
    0.02171
    """
    return _not_negative(dynamic_imbalance, "dynamic imbalance", "kg m²") * np.square(speed)


def oscillating_mass_force(mass, amplitude, frequency):
    """Reaction of a mass that moves to and fro, m (2 π f)² x: slosh, a compressor, a treadmill.

    Parameters
    ----------
    mass : array
        Moving mass. [kg]
    amplitude : array
        Amplitude of its motion. [m]
    frequency : array
        Frequency. [Hz]

    Returns
    -------
    array
        Amplitude. [N]

    Raises
    ------
    ValueError
        The mass or the amplitude are negative.

    References
    ----------
    .. [1] Newton's second law.

    Examples
    --------
    >>> round(float(oscillating_mass_force(5.0, 0.01, 0.1)), 4)
    0.0197
    """
    mass = _not_negative(mass, "mass", "kg")
    return mass * _not_negative(amplitude, "amplitude", "m") * np.square(2.0 * np.pi * _number(frequency))


def gimbal_torque(inertia, angular_acceleration, friction_ripple=0.0):
    """Torque of a gimbal on the spacecraft, J α plus the ripple of its bearings.

    Parameters
    ----------
    inertia : array
        Moment of inertia J of the turned part. [kg m²]
    angular_acceleration : array
        Angular acceleration α, see :func:`overhead_pass_acceleration`. [rad/s²]
    friction_ripple : array, optional
        Ripple of the friction. [N m]

    Returns
    -------
    array
        Torque. [N m]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Euler's equation.

    Examples
    --------
    >>> f"{gimbal_torque(0.3, 1.5e-4):.1e}"
    '4.5e-05'
    """
    acceleration = _not_negative(angular_acceleration, "angular acceleration", "rad/s²")
    ripple = _not_negative(friction_ripple, "friction ripple", "N m")
    return _not_negative(inertia, "moment of inertia", "kg m²") * acceleration + ripple


def overhead_pass_acceleration(speed, altitude):
    """Greatest angular acceleration of a terminal that follows a station straight below, (3 √3/8) (v/h)².

    Parameters
    ----------
    speed : array
        Speed over ground v. [m/s]
    altitude : array
        Height h of the pass. [m]

    Returns
    -------
    array
        Angular acceleration. [rad/s²]

    Raises
    ------
    ValueError
        The altitude is not positive.

    References
    ----------
    .. [1] Greatest second derivative of atan(v t/h), at v t = h/√3; flat Earth.

    Examples
    --------
    >>> f"{overhead_pass_acceleration(7.6e3, 500e3):.1e}"
    '1.5e-04'
    """
    return OVERHEAD_PASS * np.square(speed / _positive(altitude, "altitude", "m"))


def steering_mirror_torque(inertia, amplitude, frequency, uncancelled=1.0):
    """Torque of a fast steering mirror, J θ (2 π f)².

    Parameters
    ----------
    inertia : array
        Moment of inertia J of the mirror. [kg m²]
    amplitude : array
        Amplitude θ of its tilt. [rad]
    frequency : array
        Frequency. [Hz]
    uncancelled : array, optional
        Part of the reaction that a cancelling mass leaves. [1]

    Returns
    -------
    array
        Amplitude. [N m]

    Raises
    ------
    ValueError
        Inertia or amplitude are negative or the part is outside 0 to 1.

    References
    ----------
    .. [1] Euler's equation.

    Examples
    --------
    >>> f"{steering_mirror_torque(2e-5, 100e-6, 50.0):.1e}"
    '2.0e-04'
    """
    inertia = _not_negative(inertia, "moment of inertia", "kg m²")
    motion = _not_negative(amplitude, "amplitude", "rad") * np.square(2.0 * np.pi * _number(frequency))
    return inertia * motion * _share(uncancelled, "part of the reaction left")


def rigid_body_acceleration(force, mass, torque=0.0, inertia=np.inf, arm=0.0):
    """Acceleration of a point of a free rigid spacecraft, worst direction, F/M + (τ/I) r.

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

    Raises
    ------
    ValueError
        Mass or inertia are not positive or another input is negative.

    References
    ----------
    .. [1] Newton's and Euler's equations.

    Examples
    --------
    >>> rigid_body_acceleration(0.15, 500.0)
    0.0003
    """
    turning = _not_negative(torque, "torque", "N m") / _positive(inertia, "moment of inertia", "kg m²")
    straight = _not_negative(force, "force", "N") / _positive(mass, "mass", "kg")
    return straight + turning * _not_negative(arm, "arm", "m")


def point_acceleration(force, mass, torque, inertia, position, rate=(0.0, 0.0, 0.0)):
    """Acceleration of a point of a free rigid spacecraft from vectors, F/M + α × r + ω × (ω × r), α = I⁻¹ (τ - ω × I ω).

    Parameters
    ----------
    force : (..., 3) array
        Force. [N]
    mass : float
        Mass of the spacecraft. [kg]
    torque : (..., 3) array
        Torque about the centre of mass, r_F × F of the force included. [N m]
    inertia : (3, 3) array
        Tensor of inertia about the centre of mass. [kg m²]
    position : (..., 3) array
        Place of the point from the centre of mass. [m]
    rate : (..., 3) array, optional
        Rotation of the spacecraft. [rad/s]

    Returns
    -------
    (..., 3) array
        Acceleration. [m/s²]

    Raises
    ------
    ValueError
        The mass is not positive or the inertia not that of a body.

    References
    ----------
    .. [1] Newton's and Euler's equations: Goldstein, Classical mechanics, 3rd ed., 2002, sections 4.10 and 5.5.

    Examples
    --------
    >>> turned = point_acceleration([0.0, 0.0, 0.0], 500.0, [0.0, 0.0, 0.12], 120.0 * np.eye(3), [0.5, 0.0, 0.0])
    >>> turned.tolist()
    [0.0, 0.0005, 0.0]
    """
    inertia = np.asarray(inertia, dtype=float)
    if not (np.allclose(inertia, inertia.T) and (np.linalg.eigvalsh(inertia) > 0.0).all()):
        raise ValueError(f"inertia {inertia.tolist()} kg m²: expected a symmetric tensor with positive principal moments")
    position, rate = np.asarray(position, dtype=float), np.asarray(rate, dtype=float)
    free = np.asarray(torque, dtype=float) - np.cross(rate, rate @ inertia)
    turning = np.cross(free @ np.linalg.inv(inertia), position)
    straight = np.asarray(force, dtype=float) / _positive(mass, "mass", "kg")
    return straight + turning + np.cross(rate, np.cross(rate, position))


def resonance_factor(damping_ratio):
    """Amplification of a structural mode at its resonance, Q = 1/(2 ζ).

    Parameters
    ----------
    damping_ratio : array
        ζ, part of critical damping. [1]

    Returns
    -------
    array
        Q. [1]

    Raises
    ------
    ValueError
        The damping is not positive.

    References
    ----------
    .. [1] Inman, Engineering vibration, 4th ed., 2014, chapter 2, small damping.

    Examples
    --------
    >>> resonance_factor(0.02)
    25.0
    """
    return 0.5 / _positive(damping_ratio, "damping ratio", "")


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

    Raises
    ------
    ValueError
        The frequency is negative or an input of the spring not positive.

    References
    ----------
    .. [1] Inman, Engineering vibration, 4th ed., 2014, chapter 2, base excitation.

    Examples
    --------
    >>> round(float(isolator_transmissibility(50.0, 5.0, 0.02)), 5)
    0.01088
    """
    frequency = _not_negative(frequency, "frequency", "Hz")
    ratio = frequency / _positive(natural_frequency, "natural frequency", "Hz")
    damping = (2.0 * _positive(damping_ratio, "damping ratio", "") * ratio) ** 2
    return np.sqrt((1.0 + damping) / ((1.0 - ratio**2) ** 2 + damping))


def two_stage_transmissibility(frequency, first_frequency, first_damping, second_frequency, second_damping, mass_ratio):
    """Motion passed on by two damped springs in a row, exact for two masses.

    The product of two :func:`isolator_transmissibility` is the limit of a light second mass.

    Parameters
    ----------
    frequency : array
        Frequency of the disturbance. [Hz]
    first_frequency : array
        Natural frequency of the stage on the structure, with the first mass alone. [Hz]
    first_damping : array
        Its ζ. [1]
    second_frequency : array
        Natural frequency of the second mass on a first mass held still. [Hz]
    second_damping : array
        Its ζ. [1]
    mass_ratio : array
        Second mass, that of the victim, over the first. [1]

    Returns
    -------
    array
        Motion of the second mass over motion of the structure. [1]

    Raises
    ------
    ValueError
        The frequency or the mass ratio are negative or an input of the springs not positive.

    References
    ----------
    .. [1] Inman, Engineering vibration, 4th ed., 2014, chapter 4: equations of motion of two masses on a moving base.

    Examples
    --------
    >>> f"{two_stage_transmissibility(50.0, 5.0, 0.02, 5.0, 0.02, 0.2):.4e}"
    '1.1859e-04'
    """
    frequency = _not_negative(frequency, "frequency", "Hz")
    mass_ratio = _not_negative(mass_ratio, "mass ratio", "")
    first_stiffness, first_deficit = _stage(frequency, first_frequency, first_damping)
    second_stiffness, second_deficit = _stage(frequency, second_frequency, second_damping)
    reaction = mass_ratio * (frequency / _number(first_frequency)) ** 2 * second_stiffness
    return np.abs(first_stiffness * second_stiffness / (first_deficit * second_deficit - reaction))


def _stage(frequency, natural_frequency, damping_ratio):
    """Complex stiffness of a stage, and stiffness less inertia, over its static stiffness."""
    ratio = frequency / _positive(natural_frequency, "natural frequency", "Hz")
    stiffness = 1.0 + 2.0j * _positive(damping_ratio, "damping ratio", "") * ratio
    return stiffness, stiffness - ratio**2


def line_angle(torque, inertia, frequency):
    """Angle of a free rigid spacecraft under a torque at one frequency, τ/(I ω²).

    Parameters
    ----------
    torque : array
        Amplitude of the torque. [N m]
    inertia : array
        Moment of inertia. [kg m²]
    frequency : array
        Frequency. [Hz]

    Returns
    -------
    array
        Amplitude of the angle. [rad]

    Raises
    ------
    ValueError
        The torque is negative or another input not positive.

    References
    ----------
    .. [1] Euler's equation.

    Examples
    --------
    >>> f"{line_angle(0.148 * 0.6, 120.0, 50.0):.1e}"
    '7.5e-09'
    """
    turning = _not_negative(torque, "torque", "N m") / _positive(inertia, "moment of inertia", "kg m²")
    return turning / np.square(2.0 * np.pi * _positive(frequency, "frequency", "Hz"))


def line_of_sight_jitter(dynamic_imbalance, static_imbalance, arm, inertia, amplification=1.0):
    """Jitter of the line of sight by a wheel, (U_d + U_s L)/I whatever its speed, times Q near a mode.

    Parameters
    ----------
    dynamic_imbalance : array
        U_d. [kg m²]
    static_imbalance : array
        U_s. [kg m]
    arm : array
        Distance L of the wheel from the centre of mass. [m]
    inertia : array
        Moment of inertia of the spacecraft. [kg m²]
    amplification : array, optional
        :func:`resonance_factor` where the speed meets a mode. [1]

    Returns
    -------
    array
        Amplitude of the angle. [rad]

    Raises
    ------
    ValueError
        The inertia is not positive or another input negative.

    References
    ----------
    .. [1] :func:`line_angle` of :func:`wheel_torque` and :func:`wheel_force`: the speed cancels.

    Examples
    --------
    >>> f"{line_of_sight_jitter(2.2e-7, 1.5e-6, 0.5, 100.0):.2e}"
    '9.70e-09'
    """
    lever = _not_negative(static_imbalance, "static imbalance", "kg m") * _not_negative(arm, "arm", "m")
    moment = _not_negative(dynamic_imbalance, "dynamic imbalance", "kg m²") + lever
    return moment / _positive(inertia, "moment of inertia", "kg m²") * _not_negative(amplification, "amplification", "")


def thruster_acceleration_asd(axial_force_asd, mass):
    """Acceleration noise of several uncorrelated thrusters, sqrt(Σ Fᵢ²)/M.

    A drag-free loop suppresses it for the test mass, not for what is bolted to the spacecraft above its bandwidth.

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

    Raises
    ------
    ValueError
        A force is negative or the mass not positive.

    References
    ----------
    .. [1] Sum of independent spectral densities.

    Examples
    --------
    >>> round(float(thruster_acceleration_asd([3e-7, 4e-7], 500.0)) * 1e9, 3)   # in nm s⁻² Hz⁻¹ᐟ²
    1.0
    """
    forces = np.atleast_1d(_not_negative(axial_force_asd, "force noise", "N/√Hz"))
    return np.linalg.norm(forces, axis=-1) / _positive(mass, "mass", "kg")


def interferometer_line_phase(acceleration, frequency, wavevector, pulse_separation=None):
    """Phase that a vibration line causes in a three-pulse atom interferometer, K a (4/ω²) sin²(ω T/2).

    Parameters
    ----------
    acceleration : array
        Amplitude of the line. [m/s²]
    frequency : array
        Frequency. [Hz]
    wavevector : array
        Effective wavevector K. [rad/m]
    pulse_separation : array, optional
        T. Without it the greatest phase over all T, 4 K a/ω². [s]

    Returns
    -------
    array
        Amplitude of the phase. [rad]

    Raises
    ------
    ValueError
        The acceleration is negative or another input not positive.

    References
    ----------
    .. [1] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148.

    Examples
    --------
    >>> round(float(interferometer_line_phase(2.961e-4, 50.0, 1.6106e7)), 4)
    0.1933
    >>> round(float(interferometer_line_phase(2.961e-4, 50.0, 1.6106e7, 0.005)), 4)   # sin² = 1/2
    0.0966
    """
    shake = _positive(wavevector, "wavevector", "rad/m") * _not_negative(acceleration, "acceleration", "m/s²")
    frequency = _positive(frequency, "frequency", "Hz")
    if pulse_separation is None:
        return shake / (np.pi * frequency) ** 2
    return shake * vibration_response(frequency, _positive(pulse_separation, "pulse separation", "s"))


def line_apparent_asd(amplitude, duration):
    """Height at which a line appears in a spectrum of a record, A sqrt(T/2): it grows with the record, a floor does not.

    Parameters
    ----------
    amplitude : array
        Amplitude of the line, in any unit. [unit of the line]
    duration : array
        Length of the record. [s]

    Returns
    -------
    array
        One-sided amplitude spectral density. [unit of the line Hz⁻¹ᐟ²]

    Raises
    ------
    ValueError
        The amplitude is negative or the duration not positive.

    References
    ----------
    .. [1] Power A²/2 in one bin of width 1/T.

    Examples
    --------
    >>> round(float(line_apparent_asd(1e-6, 200.0)) * 1e6, 3)
    10.0
    """
    return _not_negative(amplitude, "amplitude", "") * np.sqrt(0.5 * _positive(duration, "duration", "s"))


def lost_time_fraction(rates, durations):
    """Part of the time that transients spoil, Σ rate × duration, never more than 1; overlaps are not deducted.

    Parameters
    ----------
    rates : (..., n) array
        Events of each kind per time. [s⁻¹]
    durations : (..., n) array
        Time that one event spoils, settling included. [s]

    Returns
    -------
    (...) array
        Part of the time. [1]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Sum as the upper bound of the time covered.

    Examples
    --------
    >>> round(float(lost_time_fraction([15.0 / 86_400.0], [120.0])), 4)   # one burst per orbit
    0.0208
    """
    times = _not_negative(rates, "rate", "1/s") * _not_negative(durations, "duration", "s")
    return np.minimum(np.sum(np.atleast_1d(times), axis=-1), 1.0)
