"""Clocks in orbit: rate against the ground, redshift tests, noise, and the sensitivity to their surroundings.

Shifts, instabilities and uncertainties are fractions of the clock frequency. An accuracy limits the comparison of the
clock in orbit with one on the ground, an instability the modulation along an eccentric orbit; they do not replace each
other. The potential differences of positions are in :mod:`qtspace_trade.physics.gravity`.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import (
    EARTH_GEOPOTENTIAL,
    EARTH_GM,
    EARTH_J2,
    EARTH_RADIUS,
    PLANCK,
    SPEED_OF_LIGHT,
)
from qtspace_trade.physics.atom_interferometry import blackbody_mean_square_field

REFERENCE_TEMPERATURE = 300.0  # K, of the black-body coefficients
BACKGROUND_SPEED = 369e3  # m/s, of the Sun against the cosmic microwave background
CIRCULAR_ORBIT = 1.5


class Transition(NamedTuple):
    """Clock transition, SI; the black-body coefficients are fractional shifts at 300 K, NaN where none was found."""

    frequency: float
    blackbody_static: float
    blackbody_dynamic: float
    quadratic_zeeman: float


# Sr87: Middelmann et al., Phys. Rev. Lett. 109, 263004 (2012), doi 10.1103/PhysRevLett.109.263004. Yb171: Beloy et al.,
# Phys. Rev. Lett. 113, 260801 (2014), doi 10.1103/PhysRevLett.113.260801. Cs133: Simon, Laurent and Clairon, Phys. Rev.
# A 57, 436 (1998), doi 10.1103/PhysRevA.57.436. Rb87: Stark coefficient of Safronova, Jiang and Safronova, Phys. Rev. A
# 82, 022510 (2010), doi 10.1103/PhysRevA.82.022510. The dynamic part of these two is about 0.01 of the static one and
# left out. Al27+: -3.05e-18 at 294.8 K of Brewer et al., Phys. Rev. Lett. 123, 033201 (2019), doi
# 10.1103/PhysRevLett.123.033201, taken to 300 K. Yb171+ (octupole): polarizability 0.888e-40 J m²/V² with its dynamic part
# of -0.0015, Huntemann et al., Phys. Rev. Lett. 116, 063001 (2016), doi 10.1103/PhysRevLett.116.063001. Hg199+: Itano,
# Lewis and Wineland, Phys. Rev. A 25, 1233 (1982), doi 10.1103/PhysRevA.25.1233. Zeeman coefficients: Steck, Alkali D
# line data, 2023; Ludlow et al., Rev. Mod. Phys. 87, 637 (2015), doi 10.1103/RevModPhys.87.637; of hydrogen and mercury
# `atom_interferometry.quadratic_zeeman_coefficient`.
TRANSITIONS = {
    "Sr87": Transition(429.228_004e12, -2.130_23 / 429.228_004e12, -0.1487 / 429.228_004e12, -23.4e6),
    "Yb171": Transition(518.295_837e12, -1.254_84 / 518.295_837e12, -0.0223 / 518.295_837e12, -6.6e6),
    "Cs133": Transition(9.192_631_770e9, -1.71e-14, 0.0, 427.45e8),
    "Rb87": Transition(6.834_682_611e9, -1.256e-14, 0.0, 575.15e8),
    "Al27+": Transition(1_121.015_393e12, -3.27e-18, 0.0, -71.9e6),
    "Yb171+": Transition(642.121_497e12, -7.21e-17, 0.0, -2.08e9),
    "Hg199+": Transition(40.507_347_997e9, -1.02e-16, 0.0, 9.69e9),
    "H1": Transition(1.420_405_752e9, np.nan, np.nan, 2.765e11),
}
# Relative change of the frequency over that of the fine-structure constant, against the Rydberg frequency for optical and
# with the 2 of hyperfine structure for microwave transitions: Flambaum and Dzuba, Can. J. Phys. 87, 25 (2009), doi
# 10.1139/P08-072.
ALPHA_SENSITIVITY = {
    "Sr87": 0.06, "Yb171": 0.31, "Al27+": 0.008, "Yb171+": -5.95, "Cs133": 2.83, "Rb87": 2.34, "H1": 2.0,
}  # fmt: skip


def clock_rate(position, velocity):
    """Rate of a clock in orbit against one on the geoid, [W0 - U - v²/2]/c² with the flattening of the Earth in U.

    Parameters
    ----------
    position : (..., 3) array
        Position in a geocentric frame with the third axis along that of the Earth. [m]
    velocity : (..., 3) array
        Velocity against the stars. [m/s]

    Returns
    -------
    (...) array
        Fractional rate, positive if the clock in orbit gains. [1]

    References
    ----------
    .. [1] Ashby, Living Rev. Relativ. 6, 1 (2003), doi 10.12942/lrr-2003-1, section 5.

    Examples
    --------
    >>> f"{clock_rate([0.0, 0.0, 26_561.75e3], [3873.83, 0.0, 0.0]):.3e}"   # GPS satellite above the pole
    '4.465e-10'
    """
    position, velocity = np.asarray(position, dtype=float), np.asarray(velocity, dtype=float)
    radius = np.linalg.norm(position, axis=-1)
    sine_latitude = position[..., 2] / radius
    oblateness = 0.5 * EARTH_J2 * (EARTH_RADIUS / radius) ** 2 * (1.0 - 3.0 * sine_latitude**2)
    potential = EARTH_GM / radius * (1.0 + oblateness)
    return (EARTH_GEOPOTENTIAL - potential - 0.5 * np.sum(velocity**2, axis=-1)) / SPEED_OF_LIGHT**2


def kepler_clock_rate(radius, semi_major_axis):
    """Rate of a clock on a Kepler orbit against one on the geoid, [W0 - GM (2/r - 1/2a)]/c².

    Gravity and quadratic Doppler effect; the flattening of the Earth changes it by some 1e-12, see
    :func:`oblateness_rate` and :func:`clock_rate`.

    Parameters
    ----------
    radius : array
        Distance from the centre of the Earth. [m]
    semi_major_axis : array
        Semi-major axis. [m]

    Returns
    -------
    array
        Fractional rate, positive if the clock in orbit gains. [1]

    References
    ----------
    .. [1] Ashby, Living Rev. Relativ. 6, 1 (2003), doi 10.12942/lrr-2003-1, section 5.

    Examples
    --------
    >>> f"{kepler_clock_rate(26_561.75e3, 26_561.75e3):.4e}"   # GPS
    '4.4647e-10'
    """
    return (EARTH_GEOPOTENTIAL - EARTH_GM * (2.0 / radius - 0.5 / semi_major_axis)) / SPEED_OF_LIGHT**2


def mean_clock_rate(semi_major_axis):
    """Mean rate of a clock on a Kepler orbit against one on the geoid, (W0 - 3 GM/2a)/c², whatever the eccentricity.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]

    Returns
    -------
    array
        Fractional rate, positive if the clock in orbit gains. [1]

    References
    ----------
    .. [1] Ashby, Living Rev. Relativ. 6, 1 (2003), doi 10.12942/lrr-2003-1, section 5.

    Examples
    --------
    >>> round(float(mean_clock_rate(6_778_137.0)) * 86_400e6, 2)   # space station, in μs per day
    -24.58
    """
    return kepler_clock_rate(semi_major_axis, semi_major_axis)


def null_rate_semi_major_axis():
    """Semi-major axis of the orbit whose clocks keep pace with the geoid, 3 GM/(2 W0).

    Returns
    -------
    float
        Semi-major axis. [m]

    References
    ----------
    .. [1] Zero of :func:`mean_clock_rate`.

    Examples
    --------
    >>> round(null_rate_semi_major_axis() / 1e3, 2)   # in km
    9545.51
    """
    return 1.5 * EARTH_GM / EARTH_GEOPOTENTIAL


def oblateness_rate(semi_major_axis, eccentricity, inclination):
    """Change of the mean clock rate by the flattening of the Earth, -(7/2)(GM/a c²) J2 (R/a)² (1 - 3/2 sin² i)/η³.

    η = sqrt(1 - e²). The semi-major axis is the mean one, free of periodic terms.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    inclination : array
        Inclination. [rad]

    Returns
    -------
    array
        Fractional rate to add to :func:`mean_clock_rate`. [1]

    References
    ----------
    .. [1] Kouba, GPS Solutions 8, 170 (2004), doi 10.1007/s10291-004-0102-x; the factor 7/2 follows from the virial
       theorem and the averaged energy of the mean elements.

    Examples
    --------
    >>> f"{oblateness_rate(7_078_137.0, 0.0, 0.0):.1e}"
    '-1.9e-12'
    """
    averaged = EARTH_J2 * (EARTH_RADIUS / semi_major_axis) ** 2 * (1.0 - 1.5 * np.sin(inclination) ** 2)
    return -3.5 * EARTH_GM / (semi_major_axis * SPEED_OF_LIGHT**2) * averaged * (1.0 - eccentricity**2) ** -1.5


def eccentricity_delay(semi_major_axis, eccentricity, eccentric_anomaly):
    """Periodic part of the time that a clock shows on an eccentric orbit, 2 sqrt(GM a) e sin E/c².

    Half of it comes from gravity and half from the speed. Its greatest value is the semi-amplitude. The clock runs slow
    near perigee, so that its reading is behind on the way out.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    eccentric_anomaly : array
        Eccentric anomaly E. [rad]

    Returns
    -------
    array
        Time to add to the reading. [s]

    References
    ----------
    .. [1] Ashby, Living Rev. Relativ. 6, 1 (2003), doi 10.12942/lrr-2003-1, section 5.

    Examples
    --------
    >>> round(float(eccentricity_delay(26_561.75e3, 0.02, np.pi / 2)) * 1e9, 2)   # GPS, in ns
    45.79
    """
    scale = 2.0 * np.sqrt(EARTH_GM * semi_major_axis) / SPEED_OF_LIGHT**2
    return scale * eccentricity * np.sin(eccentric_anomaly)


def absolute_redshift_uncertainty(accuracy, potential_difference):
    """Uncertainty of the redshift parameter from one comparison with the ground, u/(ΔU/c²).

    Parameters
    ----------
    accuracy : array
        Fractional uncertainty of the clock, not its instability. [1]
    potential_difference : array
        Newtonian potential difference of the clocks over c², see
        :func:`qtspace_trade.physics.gravity.potential_difference`; without the speed, which the test leaves alone. [1]

    Returns
    -------
    array
        Relative uncertainty α of the redshift. Exchanging it with the potential difference gives the potential
        difference that an uncertainty asks for. [1]

    References
    ----------
    .. [1] Savalle et al., Class. Quantum Grav. 36, 245004 (2019), doi 10.1088/1361-6382/ab4f25.

    Examples
    --------
    >>> f"{absolute_redshift_uncertainty(1e-16, 4.1035e-11):.2e}"
    '2.44e-06'
    """
    with np.errstate(divide="ignore"):
        return np.divide(accuracy, potential_difference)


def redshift_amplitude(semi_major_axis, eccentricity):
    """Semi-amplitude of the redshift along an eccentric orbit, (GM/2c²)(1/r_perigee - 1/r_apogee).

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]

    Returns
    -------
    array
        Half of the change from perigee to apogee, gravity only. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 121, 231101 (2018), doi 10.1103/PhysRevLett.121.231101.

    Examples
    --------
    >>> f"{2.0 * redshift_amplitude(32_235.99e3, 0.780427):.4e}"
    '5.4931e-10'
    """
    return EARTH_GM / (semi_major_axis * SPEED_OF_LIGHT**2) * eccentricity / (1.0 - eccentricity**2)


def redshift_rms(semi_major_axis, eccentricity):
    """Root mean square of the redshift about its mean along an eccentric orbit, (GM/a c²) sqrt[(1 - e²)^(-1/2) - 1].

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]

    Returns
    -------
    array
        Signal that remains once a constant frequency offset is fitted. [1]

    References
    ----------
    .. [1] Time average of (a/r)², which is (1 - e²)^(-1/2), and of a/r, which is 1; computed from the stated formula.

    Examples
    --------
    >>> ratio = redshift_rms(28e6, 0.01) / redshift_amplitude(28e6, 0.01)
    >>> round(float(ratio), 4)   # a sine for small eccentricity
    0.7071
    """
    square = np.asarray(eccentricity, dtype=float) ** 2
    return EARTH_GM / (semi_major_axis * SPEED_OF_LIGHT**2) * np.sqrt(np.expm1(-0.5 * np.log1p(-square)))


def modulated_redshift_uncertainty(instability, signal, time):
    """Uncertainty of the redshift parameter from the modulation along the orbit, for white frequency noise.

    It is σ1/(y sqrt(t)) with a fitted constant offset.

    Parameters
    ----------
    instability : array
        Allan deviation at 1 s, clock and link. [s¹ᐟ²]
    signal : array
        Root mean square y of the redshift about its mean, :func:`redshift_rms`. The semi-amplitude over sqrt(2) holds
        for small eccentricity only: it is too optimistic by 14 % at e = 0.43 and by a factor 1.8 at e = 0.78. [1]
    time : array
        Time of observation, whole orbits. [s]

    Returns
    -------
    array
        Relative uncertainty α of the redshift without :func:`redshift_floor`, infinite on a circular orbit. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 121, 231101 (2018), doi 10.1103/PhysRevLett.121.231101; least squares with
       white noise, computed from the stated formula.

    Examples
    --------
    >>> f"{modulated_redshift_uncertainty(8e-14, redshift_rms(32_236e3, 0.780427), 31_557_600.0):.2e}"
    '1.34e-07'
    """
    with np.errstate(divide="ignore"):
        return np.divide(instability, signal * np.sqrt(time))


def redshift_averaging_time(target, instability, signal):
    """Observation after which the modulated redshift reaches an uncertainty, [σ1/(α y)]².

    Parameters
    ----------
    target : array
        Relative uncertainty α of the redshift. [1]
    instability : array
        Allan deviation at 1 s. [s¹ᐟ²]
    signal : array
        Root mean square y of the redshift about its mean. [1]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Inverse of :func:`modulated_redshift_uncertainty`.

    Examples
    --------
    >>> round(float(redshift_averaging_time(2e-6, 1e-13, 1e-10)))
    250000
    """
    with np.errstate(divide="ignore"):
        return np.divide(instability, target * signal) ** 2


def redshift_signal_needed(target, instability, time):
    """Modulation of the redshift that reaches an uncertainty in a time, σ1/(α sqrt(t)).

    Parameters
    ----------
    target : array
        Relative uncertainty α of the redshift. [1]
    instability : array
        Allan deviation at 1 s. [s¹ᐟ²]
    time : array
        Time of observation. [s]

    Returns
    -------
    array
        Root mean square about the mean; the change from perigee to apogee is larger by 2 sqrt(2) or more. [1]

    References
    ----------
    .. [1] Inverse of :func:`modulated_redshift_uncertainty`.

    Examples
    --------
    >>> f"{redshift_signal_needed(2e-6, 1e-13, 250e3):.1e}"
    '1.0e-10'
    """
    return instability / (target * np.sqrt(time))


def redshift_floor(floor, amplitude, orbits=1.0):
    """Uncertainty of the redshift parameter by an error at the orbital frequency, σ/(A sqrt(N)).

    Parameters
    ----------
    floor : array
        Flicker floor of the clock near the orbital period, or a systematic shift that follows the orbit (temperature,
        magnetic field, error of the orbit). [1]
    amplitude : array
        Semi-amplitude of the redshift, :func:`redshift_amplitude`. [1]
    orbits : array, optional
        Number of orbits N if the error is independent from orbit to orbit; 1 if it repeats, as a systematic one does
        and averaging does not help. [1]

    Returns
    -------
    array
        Relative uncertainty α of the redshift. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 121, 231101 (2018), doi 10.1103/PhysRevLett.121.231101.

    Examples
    --------
    >>> f"{redshift_floor(1e-16, 2.75e-10, 100.0):.1e}"
    '3.6e-08'
    """
    with np.errstate(divide="ignore"):
        return np.divide(floor, amplitude * np.sqrt(orbits))


def fitted_redshift_uncertainty(potential, step, instability, flicker_floor=0.0, drift_fitted=True):
    """Uncertainty of the redshift parameter from a fit to the frequency along an orbit, white and flicker noise.

    Least squares with the potential, a constant offset and, if wanted, a linear drift of the clock; the variance of the
    estimate is the sum over its spectrum of the spectral density S = 2 σ1² + σ_F²/(2 ln 2 f) of the clock. It holds at
    any eccentricity and for several orbits, and takes the part of the noise that lies at the orbital frequency.

    Parameters
    ----------
    potential : (n,) array
        Newtonian potential over c² at evenly spaced times, such as :func:`qtspace_trade.physics.gravity.potential` over
        c². [1]
    step : float
        Time between them, well below the orbital period. [s]
    instability : float
        Allan deviation at 1 s, white frequency noise of clock and link. [s¹ᐟ²]
    flicker_floor : float, optional
        Allan deviation of the flicker floor σ_F. [1]
    drift_fitted : bool, optional
        Fit a linear drift too.

    Returns
    -------
    float
        Relative uncertainty α of the redshift, infinite where the potential is constant. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 121, 231101 (2018), doi 10.1103/PhysRevLett.121.231101; least squares.
    .. [2] Riley, Handbook of frequency stability analysis, NIST SP 1065, 2008, section 5; spectral densities.

    Examples
    --------
    >>> phase = 2 * np.pi * np.arange(1000) / 100   # ten turns of a sine of amplitude 1e-10, 1e6 s
    >>> f"{fitted_redshift_uncertainty(1e-10 * np.sin(phase), 1e3, 1e-13, drift_fitted=False):.3e}"   # sqrt(2) 1e-13/...
    '1.414e-06'
    """
    free, power = _fitted_signal(potential, drift_fitted)
    count = len(free)
    if not power:
        return np.inf
    white = instability**2 / step / power
    spectrum = np.abs(np.fft.rfft(free, 2 * count)[1:]) ** 2
    frequency = np.arange(1, count + 1) / (2 * count * step)
    density = flicker_floor**2 / (2.0 * np.log(2.0) * frequency)
    flicker = np.sum(spectrum * density) / (2 * count * step) / power**2
    return float(np.sqrt(white + flicker))


def _fitted_signal(potential, drift_fitted=True):
    """Potential without what offset and drift take up, and its sum of squares: zero where rounding alone is left."""
    signal = np.asarray(potential, dtype=float)
    free = signal - np.mean(signal)
    if drift_fitted:
        ramp = np.linspace(-1.0, 1.0, len(signal))
        free = free - ramp * (ramp @ free) / (ramp @ ramp)
    power = free @ free
    return free, power if power > (1e-12 * np.max(np.abs(signal))) ** 2 * len(signal) else 0.0


def fitted_redshift_systematic(potential, amplitude):
    """Bias of a fitted redshift by a shift that repeats with every revolution and is in phase with the potential.

    The shift is a sine of the orbital frequency, or has the shape of the potential, whichever the fit takes for more of the
    redshift: the largest Fourier component of the potential over its sum of squares, or the inverse of half of its range.

    Parameters
    ----------
    potential : (n,) array
        Newtonian potential over c² at evenly spaced times, over several revolutions. [1]
    amplitude : float
        Fractional frequency, amplitude of the shift. [1]

    Returns
    -------
    float
        Relative error α of the redshift, infinite where the potential is constant. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 121, 231101 (2018), doi 10.1103/PhysRevLett.121.231101; least squares.

    Examples
    --------
    >>> phase = 2 * np.pi * np.arange(1000) / 100
    >>> f"{fitted_redshift_systematic(1e-10 * np.sin(phase), 1e-17):.2e}"
    '1.00e-07'
    """
    free, power = _fitted_signal(potential)
    if not power:
        return np.inf
    taken = 2.0 / np.ptp(potential), np.max(np.abs(np.fft.rfft(free, 8 * len(free)))) / power
    return float(amplitude * max(taken))


def redshift_systematic(amplitude, semi_major_axis, eccentricity):
    """:func:`fitted_redshift_systematic` on a Kepler orbit, u (a c²/GM) J1(e)/[(1 - e²)^(-1/2) - 1].

    Parameters
    ----------
    amplitude : array
        Fractional frequency, amplitude u of a sine of the orbital frequency. [1]
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]

    Returns
    -------
    array
        Relative error α of the redshift, infinite on a circle. [1]

    References
    ----------
    .. [1] Brouwer and Clemence, Methods of Celestial Mechanics, 1961, chapter II: a/r = 1 + 2 Σ J_n(n e) cos n M.

    Examples
    --------
    >>> f"{redshift_systematic(5e-17, 32_236e3, 0.780427):.2e}"   # 1.2 times 5e-17 over half of 5.49e-10
    '2.19e-07'
    """
    from scipy.special import j1

    potential = EARTH_GM / (semi_major_axis * SPEED_OF_LIGHT**2)
    taken = redshift_rms(semi_major_axis, eccentricity) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        bias = np.divide(amplitude * potential * j1(eccentricity), taken)
    return np.where(taken > 0.0, bias, np.inf)[()]


def combined_redshift_uncertainty(statistical, systematic):
    """Uncertainty of a redshift test from both parts, sqrt(σ_stat² + σ_sys²): never better than the systematic one.

    Parameters
    ----------
    statistical : array
        :func:`modulated_redshift_uncertainty` or :func:`fitted_redshift_uncertainty`. [1]
    systematic : array
        :func:`fitted_redshift_systematic` of what repeats with the orbit, or :func:`absolute_redshift_uncertainty`. [1]

    Returns
    -------
    array
        Relative uncertainty α of the redshift. [1]

    References
    ----------
    .. [1] Guide to the expression of uncertainty in measurement, JCGM 100:2008, section 5.1.

    Examples
    --------
    >>> float(combined_redshift_uncertainty(3e-7, 4e-7))
    5e-07
    """
    return np.hypot(statistical, systematic)


def null_test_uncertainty(instability, signal, time):
    """Uncertainty of a daily modulation of two clocks on the ground that are compared in common view, sqrt(2) σ1/(A sqrt(t)).

    Parameters
    ----------
    instability : array
        Allan deviation at 1 s of the comparison, both clocks and the link. [s¹ᐟ²]
    signal : array
        Amplitude A that a full violation causes, :func:`null_redshift_signal` of both places. [1]
    time : array
        Time in common view, spread over the hours of the day. [s]

    Returns
    -------
    array
        Relative uncertainty of the redshift of Sun or Moon. [1]

    References
    ----------
    .. [1] Wolf and Blanchet, Class. Quantum Grav. 33, 035012 (2016), doi 10.1088/0264-9381/33/3/035012; least squares of
       a sine in white noise.

    Examples
    --------
    >>> f"{null_test_uncertainty(1e-15, 4.21e-13, 1e6):.1e}"
    '3.4e-06'
    """
    with np.errstate(divide="ignore"):
        return np.divide(np.sqrt(2.0) * instability, signal * np.sqrt(time))


def white_frequency_instability(instability, averaging_time):
    """Allan deviation of white frequency noise, σ1/sqrt(τ).

    Parameters
    ----------
    instability : array
        Allan deviation at 1 s. [s¹ᐟ²]
    averaging_time : array
        τ. [s]

    Returns
    -------
    array
        Allan deviation. [1]

    References
    ----------
    .. [1] Riley, Handbook of frequency stability analysis, NIST SP 1065, 2008, section 5.

    Examples
    --------
    >>> f"{white_frequency_instability(1e-13, 1e6):.1e}"
    '1.0e-16'
    """
    return instability / np.sqrt(averaging_time)


def time_to_instability(instability, target):
    """Averaging time after which white frequency noise reaches an instability, (σ1/σ)².

    Parameters
    ----------
    instability : array
        Allan deviation at 1 s. [s¹ᐟ²]
    target : array
        Allan deviation to be reached. [1]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Inverse of :func:`white_frequency_instability`.

    Examples
    --------
    >>> round(float(time_to_instability(1e-13, 1e-16)))
    1000000
    """
    return (instability / target) ** 2


def allan_deviation(averaging_time, white_frequency=0.0, white_phase=0.0, flicker_floor=0.0, drift=0.0):
    """Allan deviation of a clock, sqrt(σ_p²/τ² + σ1²/τ + σ_F² + D² τ²/2).

    Parameters
    ----------
    averaging_time : array
        τ. [s]
    white_frequency : array, optional
        Allan deviation of white frequency noise at 1 s, σ1. [s¹ᐟ²]
    white_phase : array, optional
        Allan deviation of white phase noise at 1 s, σ_p. [s]
    flicker_floor : array, optional
        Level of flicker frequency noise, σ_F. [1]
    drift : array, optional
        Linear drift D of the frequency that is not removed. [s⁻¹]

    Returns
    -------
    array
        Allan deviation. [1]

    References
    ----------
    .. [1] Riley, Handbook of frequency stability analysis, NIST SP 1065, 2008, section 5.

    Examples
    --------
    >>> f"{allan_deviation(100.0, white_frequency=3e-13, white_phase=4e-12):.1e}"
    '5.0e-14'
    """
    variance = (
        (white_phase / averaging_time) ** 2
        + white_frequency**2 / averaging_time
        + flicker_floor**2
        + 0.5 * (drift * averaging_time) ** 2
    )
    return np.sqrt(variance)


def projection_noise_instability(cycle_time, atoms, averaging_time, frequency, interrogation_time, contrast=1.0):
    """Allan deviation of Ramsey's method at the quantum projection limit, sqrt(T_c/(N τ))/(2 π ν T_i C).

    Parameters
    ----------
    cycle_time : array
        Time from shot to shot. [s]
    atoms : array
        Detected atoms. [1]
    averaging_time : array
        τ. [s]
    frequency : array
        Frequency of the transition. [Hz]
    interrogation_time : array
        Time T_i between the pulses. [s]
    contrast : array, optional
        Fringe contrast. [1]

    Returns
    -------
    array
        Allan deviation. [1]

    References
    ----------
    .. [1] Itano et al., Phys. Rev. A 47, 3554 (1993), doi 10.1103/PhysRevA.47.3554.

    Examples
    --------
    >>> f"{projection_noise_instability(1.0, 1e4, 1.0, 429.228e12, 0.5):.1e}"
    '7.4e-18'
    """
    return np.sqrt(cycle_time / (atoms * averaging_time)) / (2.0 * np.pi * frequency * interrogation_time * contrast)


def ramsey_harmonics(order, duty):
    """Harmonics of the sensitivity of Ramsey's method with short pulses relative to its mean, sin(π m d)/(π m d).

    Parameters
    ----------
    order : int array
        Harmonic m of the cycle frequency. [1]
    duty : array
        Interrogation time over cycle time d. [1]

    Returns
    -------
    array
        |g_m/g_0|. [1]

    References
    ----------
    .. [1] Santarelli et al., IEEE Trans. Ultrason. Ferroelectr. Freq. Control 45, 887 (1998), doi 10.1109/58.710548.

    Examples
    --------
    >>> round(float(ramsey_harmonics(1, 0.5)), 4)   # 2/π
    0.6366
    """
    return np.abs(np.sinc(order * duty))


def sensitivity_harmonics(sensitivity):
    """Harmonics of any sensitivity function relative to its mean, from equidistant samples over one cycle.

    Parameters
    ----------
    sensitivity : (n,) array
        Sensitivity g to the frequency of the local oscillator over one cycle. [1]

    Returns
    -------
    (n//2,) array
        |g_m/g_0| for m = 1, 2, ..., the root of the squared cosine and sine means over the cycle. [1]

    References
    ----------
    .. [1] Santarelli et al., IEEE Trans. Ultrason. Ferroelectr. Freq. Control 45, 887 (1998), doi 10.1109/58.710548.

    Examples
    --------
    >>> [round(float(value), 4) for value in sensitivity_harmonics(np.repeat([1.0, 0.0], 500))[:2]]
    [0.6366, 0.0]
    """
    spectrum = np.abs(np.fft.rfft(sensitivity))
    return spectrum[1:] / spectrum[0]


def dick_instability(harmonics, oscillator_noise, averaging_time):
    """Allan deviation by the noise of a local oscillator that is read only part of the time (Dick effect).

    σ² = (1/τ) Σ (g_m/g_0)² S(m/T_c).

    Parameters
    ----------
    harmonics : (..., m) array
        |g_m/g_0| for m = 1, 2, ..., see :func:`ramsey_harmonics` and :func:`sensitivity_harmonics`. [1]
    oscillator_noise : (..., m) array
        One-sided power spectral density of the oscillator's fractional frequency at m/T_c. [Hz⁻¹]
    averaging_time : (...) array
        τ. [s]

    Returns
    -------
    (...) array
        Allan deviation. [1]

    References
    ----------
    .. [1] Santarelli et al., IEEE Trans. Ultrason. Ferroelectr. Freq. Control 45, 887 (1998), doi 10.1109/58.710548.

    Examples
    --------
    >>> f"{dick_instability([0.6, 0.8], [1e-30, 1e-30], 1.0):.1e}"
    '1.0e-15'
    """
    noise = np.asarray(harmonics, dtype=float) ** 2 * np.asarray(oscillator_noise, dtype=float)
    return np.sqrt(np.sum(noise, axis=-1) / averaging_time)


def link_instability(time_deviation, averaging_time):
    """Instability of a comparison through a link, sqrt(3) σ_x(τ)/τ.

    Parameters
    ----------
    time_deviation : array
        Time deviation of the link at τ. [s]
    averaging_time : array
        τ. [s]

    Returns
    -------
    array
        Modified Allan deviation, to be added in quadrature to that of the clocks. [1]

    References
    ----------
    .. [1] Riley, Handbook of frequency stability analysis, NIST SP 1065, 2008, section 5; definition of the time
       deviation.

    Examples
    --------
    >>> f"{link_instability(0.3e-12, 300.0):.1e}"
    '1.7e-15'
    """
    return np.sqrt(3.0) * time_deviation / averaging_time


def maximum_time_deviation(instability, averaging_time):
    """Time deviation of a link that causes a given instability, σ τ/sqrt(3).

    Parameters
    ----------
    instability : array
        Modified Allan deviation allowed to the link at τ. [1]
    averaging_time : array
        τ. [s]

    Returns
    -------
    array
        Time deviation. [s]

    References
    ----------
    .. [1] Inverse of :func:`link_instability`.

    Examples
    --------
    >>> f"{maximum_time_deviation(1e-16, 86_400.0):.1e}"
    '5.0e-12'
    """
    return instability * averaging_time / np.sqrt(3.0)


def maximum_position_error(uncertainty, gravity, factor=1.0, relaxation=1.0):
    """Radial error of the orbit that shifts the computed rate by a given amount, u c²/g.

    Parameters
    ----------
    uncertainty : array
        Fractional frequency allowed to the orbit. [1]
    gravity : array
        Gravity at the spacecraft. [m/s²]
    factor : float, optional
        1 if the speed is known independently; `CIRCULAR_ORBIT` = 1.5 if it follows from the radius. [1]
    relaxation : float, optional
        How much a two-way link relaxes the limit; 1 is the strictest, naive case. Not a law: Savalle et al. find 300 m
        enough at an accuracy of 1e-16 on the space station, 290 times the naive limit. [1]

    Returns
    -------
    array
        Position error. [m]

    References
    ----------
    .. [1] Duchayne, Mercier and Wolf, Astron. Astrophys. 504, 653 (2009), arXiv:0708.2387.
    .. [2] Savalle et al., Class. Quantum Grav. 36, 245004 (2019), doi 10.1088/1361-6382/ab4f25.

    Examples
    --------
    >>> round(float(maximum_position_error(1e-16, 8.676)), 3)
    1.036
    """
    return relaxation * uncertainty * SPEED_OF_LIGHT**2 / (factor * gravity)


def maximum_velocity_error(uncertainty, speed, relaxation=1.0):
    """Error of the speed that shifts the computed rate by a given amount, u c²/v (quadratic Doppler effect).

    Parameters
    ----------
    uncertainty : array
        Fractional frequency allowed to the orbit. [1]
    speed : array
        Speed. [m/s]
    relaxation : float, optional
        How much a two-way link relaxes the limit, see :func:`maximum_position_error`. [1]

    Returns
    -------
    array
        Velocity error along the track. [m/s]

    References
    ----------
    .. [1] Duchayne, Mercier and Wolf, Astron. Astrophys. 504, 653 (2009), arXiv:0708.2387.

    Examples
    --------
    >>> round(float(maximum_velocity_error(1e-16, 7668.6)) * 1e3, 3)   # in mm/s
    1.172
    """
    return relaxation * uncertainty * SPEED_OF_LIGHT**2 / speed


def one_way_doppler(velocity_error):
    """Fractional frequency error of a one-way link, δv/c; a two-way link removes it.

    Parameters
    ----------
    velocity_error : array
        Error of the velocity along the line of sight. [m/s]

    Returns
    -------
    array
        Fractional frequency. [1]

    References
    ----------
    .. [1] Doppler effect of first order.

    Examples
    --------
    >>> f"{one_way_doppler(1e-3):.1e}"
    '3.3e-12'
    """
    return velocity_error / SPEED_OF_LIGHT


def blackbody_shift(temperature, static, dynamic=0.0):
    """Shift by black-body radiation, y_s (T/300 K)⁴ + y_d (T/300 K)⁶.

    Parameters
    ----------
    temperature : array
        Temperature of the surroundings of the atoms. [K]
    static, dynamic : array
        Shifts at 300 K, see `TRANSITIONS`. [1]

    Returns
    -------
    array
        Fractional shift. [1]

    References
    ----------
    .. [1] Middelmann et al., Phys. Rev. Lett. 109, 263004 (2012), doi 10.1103/PhysRevLett.109.263004.

    Examples
    --------
    >>> strontium = TRANSITIONS["Sr87"]
    >>> f"{blackbody_shift(300.0, strontium.blackbody_static, strontium.blackbody_dynamic):.3e}"
    '-5.309e-15'
    """
    ratio = temperature / REFERENCE_TEMPERATURE
    return static * ratio**4 + dynamic * ratio**6


def maximum_temperature_error(uncertainty, temperature, static, dynamic=0.0):
    """Error or change of temperature that shifts a clock by a given amount, u T/(4 |y_s| + 6 |y_d|).

    Parameters
    ----------
    uncertainty : array
        Fractional frequency allowed to black-body radiation. [1]
    temperature : array
        Temperature of the surroundings of the atoms. [K]
    static, dynamic : array
        Shifts at 300 K, see `TRANSITIONS`; scaled to the temperature here. [1]

    Returns
    -------
    array
        Temperature error. [K]

    References
    ----------
    .. [1] Derivative of :func:`blackbody_shift`, both terms of one sign.

    Examples
    --------
    >>> strontium = TRANSITIONS["Sr87"]
    >>> error = maximum_temperature_error(1e-18, 300.0, strontium.blackbody_static, strontium.blackbody_dynamic)
    >>> round(float(error) * 1e3, 2)   # in mK
    13.68
    """
    slope = blackbody_shift(temperature, 4.0 * np.abs(static), 6.0 * np.abs(dynamic))
    return uncertainty * temperature / slope


def static_blackbody_frequency_shift(temperature, differential_polarizability):
    """Static part of the shift by black-body radiation from the polarizabilities, -Δα ⟨E²⟩/(2 h).

    Parameters
    ----------
    temperature : array
        Temperature of the surroundings of the atoms. [K]
    differential_polarizability : array
        Static polarizability of the upper state minus that of the lower one. [C² m² J⁻¹]

    Returns
    -------
    array
        Shift. [Hz]

    References
    ----------
    .. [1] Itano, Lewis and Wineland, Phys. Rev. A 25, 1233 (1982), doi 10.1103/PhysRevA.25.1233.

    Examples
    --------
    >>> round(float(static_blackbody_frequency_shift(300.0, 4.07873e-39)), 4)   # strontium
    -2.1302
    """
    return -differential_polarizability * blackbody_mean_square_field(temperature) / (2.0 * PLANCK)


def zeeman_shift_change(field, field_change, quadratic_zeeman, frequency):
    """Change of the quadratic Zeeman shift with the field, 2 κ B δB/ν.

    Parameters
    ----------
    field : array
        Bias field B. [T]
    field_change : array
        Change δB of the field at the atoms. [T]
    quadratic_zeeman : array
        κ, see `TRANSITIONS`. [Hz/T²]
    frequency : array
        Frequency ν of the transition. [Hz]

    Returns
    -------
    array
        Fractional shift. [1]

    References
    ----------
    .. [1] Breit and Rabi, Phys. Rev. 38, 2082 (1931), doi 10.1103/PhysRev.38.2082.2.

    Examples
    --------
    >>> caesium = TRANSITIONS["Cs133"]
    >>> f"{zeeman_shift_change(100e-9, 10e-12, caesium.quadratic_zeeman, caesium.frequency):.1e}"
    '9.3e-18'
    """
    return 2.0 * quadratic_zeeman * field * field_change / frequency


def maximum_field_change(uncertainty, field, quadratic_zeeman, frequency):
    """Change of the field at the atoms that shifts a clock by a given amount.

    Parameters
    ----------
    uncertainty : array
        Fractional frequency allowed to the magnetic field. [1]
    field : array
        Bias field. [T]
    quadratic_zeeman : array
        κ, see `TRANSITIONS`. [Hz/T²]
    frequency : array
        Frequency of the transition. [Hz]

    Returns
    -------
    array
        Change of field inside the shields. [T]

    References
    ----------
    .. [1] Inverse of :func:`zeeman_shift_change`.

    Examples
    --------
    >>> round(float(maximum_field_change(1e-17, 100e-9, 427.45e8, 9.192631770e9)) * 1e12, 1)   # in pT
    10.8
    """
    return uncertainty * frequency / (2.0 * np.abs(quadratic_zeeman) * field)


def cavity_vibration_shift(acceleration, sensitivity):
    """Fractional frequency change of a laser cavity by vibration, k a; for amplitudes as for spectral densities.

    Parameters
    ----------
    acceleration : array
        Acceleration of the cavity. [m/s²]
    sensitivity : array
        k, 1.7e-12 to 4e-11 in prototypes for space. [s²/m]

    Returns
    -------
    array
        Fractional frequency. [1]

    References
    ----------
    .. [1] Argence et al., Opt. Express 20, 25409 (2012), doi 10.1364/OE.20.025409.
    .. [2] Chen et al., Rev. Sci. Instrum. 85, 113107 (2014), arXiv:1410.5453.

    Examples
    --------
    >>> f"{cavity_vibration_shift(1e-6, 1.7e-11 / 9.80665):.1e}"
    '1.7e-18'
    """
    return sensitivity * acceleration


def maximum_cavity_acceleration(uncertainty, sensitivity):
    """Vibration that changes the frequency of a laser cavity by a given amount, u/k.

    Parameters
    ----------
    uncertainty : array
        Fractional frequency, or its spectral density. [1]
    sensitivity : array
        k. [s²/m]

    Returns
    -------
    array
        Acceleration, or its spectral density. [m/s²]

    References
    ----------
    .. [1] Inverse of :func:`cavity_vibration_shift`.

    Examples
    --------
    >>> f"{maximum_cavity_acceleration(1e-15, 4e-11):.1e}"
    '2.5e-05'
    """
    return uncertainty / sensitivity


def cavity_thermal_shift(temperature_offset, temperature_change, curvature):
    """Fractional frequency change of a laser cavity near the temperature of zero expansion, β' (T - T0) δT.

    Parameters
    ----------
    temperature_offset : array
        Temperature above that of zero expansion, T - T0. [K]
    temperature_change : array
        Change of temperature δT of the cavity. [K]
    curvature : array
        Derivative β' of the coefficient of expansion. [K⁻²]

    Returns
    -------
    array
        Fractional frequency, magnitude. [1]

    References
    ----------
    .. [1] Legero, Kessler and Sterr, J. Opt. Soc. Am. B 27, 914 (2010), doi 10.1364/JOSAB.27.000914.

    Examples
    --------
    >>> f"{cavity_thermal_shift(0.1, 1e-6, 2e-9):.1e}"
    '2.0e-16'
    """
    return np.abs(curvature * temperature_offset * temperature_change)


def maximum_cavity_temperature_change(uncertainty, temperature_offset, curvature):
    """Change of temperature that changes the frequency of a laser cavity by a given amount.

    Parameters
    ----------
    uncertainty : array
        Fractional frequency, or its spectral density. [1]
    temperature_offset : array
        Temperature above that of zero expansion. [K]
    curvature : array
        Derivative of the coefficient of expansion. [K⁻²]

    Returns
    -------
    array
        Change of temperature of the cavity, or its spectral density. [K]

    References
    ----------
    .. [1] Inverse of :func:`cavity_thermal_shift`.

    Examples
    --------
    >>> f"{maximum_cavity_temperature_change(2e-16, 0.1, 2e-9):.1e}"
    '1.0e-06'
    """
    return uncertainty / np.abs(curvature * temperature_offset)


def tidal_redshift(gravitational_parameter, distance):
    """Difference of rate that general relativity leaves between clocks on the Earth in free fall, R² GM/(d³ c²).

    Parameters
    ----------
    gravitational_parameter : array
        GM of the Sun or the Moon. [m³ s⁻²]
    distance : array
        Its distance d from the Earth. [m]

    Returns
    -------
    array
        Order of magnitude of the tidal remnant. [1]

    References
    ----------
    .. [1] Wolf and Blanchet, Class. Quantum Grav. 33, 035012 (2016), doi 10.1088/0264-9381/33/3/035012.

    Examples
    --------
    >>> f"{tidal_redshift(1.32712440018e20, 149_597_870_700.0):.2e}"   # Sun
    '1.79e-17'
    """
    return EARTH_RADIUS**2 * gravitational_parameter / (distance**3 * SPEED_OF_LIGHT**2)


def null_redshift_signal(gravitational_parameter, distance, latitude=0.0):
    """Daily amplitude that a clock on the ground would show if it broke the equivalence principle, R GM cos φ/(d² c²).

    Parameters
    ----------
    gravitational_parameter : array
        GM of the Sun or the Moon. [m³ s⁻²]
    distance : array
        Its distance d from the Earth. [m]
    latitude : array, optional
        Latitude φ of the clock. [rad]

    Returns
    -------
    array
        Fractional frequency times the violation, which a comparison of distant clocks on the ground bounds. [1]

    References
    ----------
    .. [1] Wolf and Blanchet, Class. Quantum Grav. 33, 035012 (2016), doi 10.1088/0264-9381/33/3/035012.

    Examples
    --------
    >>> f"{null_redshift_signal(1.32712440018e20, 149_597_870_700.0):.2e}"   # Sun
    '4.21e-13'
    """
    return EARTH_RADIUS * gravitational_parameter * np.cos(latitude) / (distance**2 * SPEED_OF_LIGHT**2)


def null_redshift_difference(gravitational_parameter, distance, latitudes, longitudes):
    """Daily amplitude between two clocks on the ground that a broken equivalence principle would show.

    It is R GM/(d² c²) |cos φ1 exp(i λ1) - cos φ2 exp(i λ2)| with Sun or Moon in the plane of the equator.

    Parameters
    ----------
    gravitational_parameter : float
        GM of the Sun or the Moon. [m³ s⁻²]
    distance : float
        Its distance d from the Earth. [m]
    latitudes, longitudes : (2, ...) array
        Of the two clocks. [rad]

    Returns
    -------
    (...) array
        Fractional frequency times the violation. [1]

    References
    ----------
    .. [1] Wolf and Blanchet, Class. Quantum Grav. 33, 035012 (2016), doi 10.1088/0264-9381/33/3/035012.

    Examples
    --------
    >>> opposite = null_redshift_difference(1.32712440018e20, 149_597_870_700.0, [0.0, 0.0], [0.0, np.pi])
    >>> f"{opposite:.2e}"   # Sun, twice the amplitude at one place
    '8.42e-13'
    """
    phasors = np.cos(np.asarray(latitudes, dtype=float)) * np.exp(1j * np.asarray(longitudes, dtype=float))
    return null_redshift_signal(gravitational_parameter, distance) * np.abs(phasors[0] - phasors[1])


def lorentz_violation_signal(velocity, coefficient=1.0, frame_speed=BACKGROUND_SPEED):
    """Greatest shift of a clock that a preferred frame would cause, α v w/c².

    Parameters
    ----------
    velocity : array
        Speed v of the clock. [m/s]
    coefficient : array, optional
        α. [1]
    frame_speed : array, optional
        Speed w against the preferred frame, by default that of the cosmic microwave background. [m/s]

    Returns
    -------
    array
        Fractional frequency. [1]

    References
    ----------
    .. [1] Delva et al., Phys. Rev. Lett. 118, 221102 (2017), doi 10.1103/PhysRevLett.118.221102.

    Examples
    --------
    >>> f"{lorentz_violation_signal(7668.6):.2e}"   # space station
    '3.15e-08'
    """
    return coefficient * velocity * frame_speed / SPEED_OF_LIGHT**2


def compton_frequency(mass):
    """Frequency at which an ultralight field oscillates, m c²/h.

    Parameters
    ----------
    mass : array
        Mass of its particle. [kg]

    Returns
    -------
    array
        Frequency. [Hz]

    References
    ----------
    .. [1] Arvanitaki, Huang and Van Tilburg, Phys. Rev. D 91, 015015 (2015), doi 10.1103/PhysRevD.91.015015.

    Examples
    --------
    >>> round(float(compton_frequency(1.78266192e-51)), 3)   # 1e-15 eV
    0.242
    """
    return mass * SPEED_OF_LIGHT**2 / PLANCK


def dark_matter_coherence_time(frequency, quality=1e6):
    """Time over which an ultralight field of the galactic halo keeps its phase, Q/f.

    Parameters
    ----------
    frequency : array
        Frequency, :func:`compton_frequency`. [Hz]
    quality : float, optional
        Inverse square of the halo's velocity spread in units of c. [1]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Arvanitaki, Huang and Van Tilburg, Phys. Rev. D 91, 015015 (2015), doi 10.1103/PhysRevD.91.015015.

    Examples
    --------
    >>> f"{dark_matter_coherence_time(0.242):.1e}"
    '4.1e+06'
    """
    return quality / frequency


def fine_structure_sensitivity(instability, sensitivity_coefficient):
    """Relative change of the fine-structure constant that equals the instability of a clock comparison, σ/|K|.

    Parameters
    ----------
    instability : array
        Allan deviation at the time scale of the change. [1]
    sensitivity_coefficient : array
        Relative change of the frequency ratio over that of the constant, K. [1]

    Returns
    -------
    array
        Relative change. [1]

    References
    ----------
    .. [1] Arvanitaki, Huang and Van Tilburg, Phys. Rev. D 91, 015015 (2015), doi 10.1103/PhysRevD.91.015015.

    Examples
    --------
    >>> f"{fine_structure_sensitivity(6e-18, -6.0):.1e}"
    '1.0e-18'
    """
    return instability / np.abs(sensitivity_coefficient)


def height_redshift(height, gravity):
    """Redshift between two clocks on the ground at different height, g h/c².

    Parameters
    ----------
    height : array
        Height difference. [m]
    gravity : array
        Gravity. [m/s²]

    Returns
    -------
    array
        Fractional frequency. [1]

    References
    ----------
    .. [1] Chou et al., Science 329, 1630 (2010), doi 10.1126/science.1192720.

    Examples
    --------
    >>> f"{height_redshift(0.01, 9.80665):.4e}"
    '1.0911e-18'
    """
    return gravity * height / SPEED_OF_LIGHT**2
