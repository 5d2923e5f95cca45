"""What a change of attitude costs: the turn, and the wait until the spacecraft is quiet again."""

import numpy as np

from qtspace_trade.physics._checks import _not_negative, _positive, _share


def slew_time(angle, inertia, torque, rate_limit=np.inf):
    """Time of a turn from rest to rest with full torque, 2 sqrt(θ I/τ), or with a coast at the greatest rate.

    Parameters
    ----------
    angle : array
        Angle θ. [rad]
    inertia : array
        Moment of inertia I about the axis of the turn. [kg m²]
    torque : array
        Torque τ. [N m]
    rate_limit : array, optional
        Greatest rate. [rad/s]

    Returns
    -------
    array
        Time, settling not included. [s]

    Raises
    ------
    ValueError
        The angle is negative or another input not positive.

    References
    ----------
    .. [1] Sidi, Spacecraft dynamics and control, Cambridge, 1997, chapter 7: bang-bang turn; with a limit
       θ/ω + I ω/τ.

    Examples
    --------
    >>> round(float(slew_time(np.pi / 2, 100.0, 0.1)), 2)
    79.27
    >>> round(float(slew_time(1.0, 100.0, 0.1, 0.01)), 6)   # 10 s up, 90 s at 0.01 rad/s, 10 s down
    110.0
    """
    angle = _not_negative(angle, "angle", "rad")
    acceleration = _positive(torque, "torque", "N m") / _positive(inertia, "moment of inertia", "kg m²")
    rate = np.minimum(np.sqrt(angle) * np.sqrt(acceleration), _positive(rate_limit, "rate limit", "rad/s"))
    return rate / acceleration + angle / np.where(rate > 0.0, rate, 1.0)


def settling_time(amplitude, required, frequency, damping_ratio):
    """Time in which a mode excited by a turn dies away, ln(A₀/A)/(ζ ω).

    Parameters
    ----------
    amplitude : array
        Amplitude after the turn, in any unit. [unit of the amplitude]
    required : array
        Amplitude that the victim tolerates, in the same unit. [unit of the amplitude]
    frequency : array
        Frequency of the mode. [Hz]
    damping_ratio : array
        ζ, part of critical damping, below 1. [1]

    Returns
    -------
    array
        Time, zero if the amplitude is tolerated. [s]

    Raises
    ------
    ValueError
        The amplitude is negative, another input not positive or the damping above 1.

    References
    ----------
    .. [1] Inman, Engineering vibration, 4th ed., 2014, chapter 1: envelope of a free damped vibration.

    Examples
    --------
    >>> round(float(settling_time(1.0, 1e-3, 0.3, 0.005)), 1)
    732.9
    """
    excess = _not_negative(amplitude, "amplitude", "") / _positive(required, "required amplitude", "")
    decay = 2.0 * np.pi * _positive(frequency, "frequency", "Hz") * _positive(damping_ratio, "damping ratio", "")
    _share(damping_ratio, "damping ratio")
    return np.log(np.maximum(excess, 1.0)) / decay
