"""Orbits by what is asked of them: period, repeating ground track, node that follows the Sun, perigee at rest.

Secular and to first order in J2, as :mod:`qtspace_trade.physics.kepler`; the elements are mean ones. Against the
reference orbits of Envisat, TOPEX/Poseidon and SWOT the semi-major axis is right within 0.1 km.
"""

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_J2, EARTH_RADIUS, EARTH_ROTATION_RATE, TROPICAL_YEAR
from qtspace_trade.physics.kepler import (
    TURN,
    j2_rates,
    semi_major_axis_from_period,
    sun_synchronous_inclination,
)

EARTH_J3 = -2.532_410_5e-6  # -sqrt(7) times the normalised C30 of EGM2008, 9.571 612 07e-7:
# Pavlis et al., J. Geophys. Res. 117, B04406 (2012), doi 10.1029/2011JB008916

SOLAR_DAY_RATE = EARTH_ROTATION_RATE - TURN / TROPICAL_YEAR  # rad/s, of the Earth relative to the mean Sun
STEPS = 12


def axis_and_eccentricity(perigee_altitude, apogee_altitude):
    """Semi-major axis and eccentricity from the altitudes of perigee and apogee above the equatorial radius.

    Parameters
    ----------
    perigee_altitude : array
        Altitude of the perigee. [m]
    apogee_altitude : array
        Altitude of the apogee. [m]

    Returns
    -------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]

    Raises
    ------
    ValueError
        The apogee lies below the perigee, or the perigee below the surface.

    References
    ----------
    .. [1] r = a (1 ∓ e) at perigee and apogee.

    Examples
    --------
    >>> axis, eccentricity = axis_and_eccentricity(621_863.0, 7_621_863.0)
    >>> float(axis), round(float(eccentricity), 3)
    (10500000.0, 0.333)
    """
    perigee = EARTH_RADIUS + np.asarray(perigee_altitude, dtype=float)
    apogee = EARTH_RADIUS + np.asarray(apogee_altitude, dtype=float)
    if np.any(perigee <= EARTH_RADIUS):
        raise ValueError(f"perigee altitude {np.min(perigee_altitude):.0f} m: expected one above the surface")
    if np.any(apogee < perigee):
        raise ValueError(f"apogee altitude {np.min(apogee_altitude):.0f} m: expected at least the perigee altitude")
    return 0.5 * (perigee + apogee), (apogee - perigee) / (apogee + perigee)


def apsis_altitudes(semi_major_axis, eccentricity):
    """Altitudes of perigee and apogee above the equatorial radius.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]

    Returns
    -------
    perigee_altitude : array
        Altitude of the perigee. [m]
    apogee_altitude : array
        Altitude of the apogee. [m]

    Raises
    ------
    ValueError
        The orbit is not closed, or its axis is not positive.

    References
    ----------
    .. [1] r = a (1 ∓ e) at perigee and apogee.

    Examples
    --------
    >>> [float(altitude) for altitude in apsis_altitudes(8e6, 0.125)]
    [621863.0, 2621863.0]
    """
    semi_major_axis, eccentricity = np.asarray(semi_major_axis, dtype=float), _closed(eccentricity)
    if not np.all(semi_major_axis > 0.0):
        raise ValueError(f"semi-major axis {semi_major_axis} m: expected a positive one")
    return semi_major_axis * (1.0 - eccentricity) - EARTH_RADIUS, semi_major_axis * (1.0 + eccentricity) - EARTH_RADIUS


def anomalistic_period(semi_major_axis, eccentricity, inclination):
    """Time from perigee to perigee.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Anomalistic period. [s]

    References
    ----------
    .. [1] :func:`qtspace_trade.physics.kepler.j2_rates`.

    Examples
    --------
    >>> round(float(anomalistic_period(26_562e3, 0.7, np.radians(63.4))))
    43085
    """
    return TURN / j2_rates(semi_major_axis, eccentricity, inclination)[2]


def nodal_period(semi_major_axis, eccentricity, inclination):
    """Time from one passage of the ascending node to the next, the draconitic period.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Nodal period, mean over a revolution of the perigee. [s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.2.

    Examples
    --------
    >>> round(float(nodal_period(7_268_718.9, 0.00105, np.radians(77.6))))   # SWOT, 6173.62 s
    6174
    """
    return TURN / _nodal_rate(semi_major_axis, eccentricity, inclination)


def semi_major_axis_from_anomalistic_period(period, eccentricity, inclination):
    """Semi-major axis of an orbit that returns to its perigee after a given time.

    Parameters
    ----------
    period : array
        Anomalistic period. [s]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Mean semi-major axis. [m]

    References
    ----------
    .. [1] Inverse of :func:`anomalistic_period`, by iteration.

    Examples
    --------
    >>> axis = semi_major_axis_from_anomalistic_period(6_000.0, 0.01, 1.0)
    >>> round(float(anomalistic_period(axis, 0.01, 1.0)), 6)
    6000.0
    """
    rate = TURN / np.asarray(period, dtype=float)
    return _axis_where(lambda axis: (j2_rates(axis, eccentricity, inclination)[2], rate), rate)


def semi_major_axis_from_nodal_period(period, eccentricity, inclination):
    """Semi-major axis of an orbit that returns to its ascending node after a given time.

    Parameters
    ----------
    period : array
        Nodal period. [s]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Mean semi-major axis. [m]

    References
    ----------
    .. [1] Inverse of :func:`nodal_period`, by iteration.

    Examples
    --------
    >>> axis = semi_major_axis_from_nodal_period(6_000.0, 0.01, 1.0)
    >>> round(float(nodal_period(axis, 0.01, 1.0)), 6)
    6000.0
    """
    rate = TURN / np.asarray(period, dtype=float)
    return _axis_where(lambda axis: (_nodal_rate(axis, eccentricity, inclination), rate), rate)


def nodal_day(semi_major_axis, eccentricity, inclination):
    """Time in which the Earth turns once relative to the node of the orbit.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Nodal day: a sidereal day if the node is at rest, a solar day if it follows the Sun. [s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.2.

    Examples
    --------
    >>> round(float(nodal_day(7e6, 0.0, 0.5 * np.pi)), 1)   # the node of a polar orbit is at rest
    86164.1
    """
    return TURN / (EARTH_ROTATION_RATE - j2_rates(semi_major_axis, eccentricity, inclination)[0])


def ground_track_shift(semi_major_axis, eccentricity, inclination):
    """Longitude from one ascending node to the next, negative to the west.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Shift of the ground track in one revolution, whole turns included. [rad]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.2.

    Examples
    --------
    >>> shift = ground_track_shift(7_077.7e3, 0.0, np.radians(98.2))   # Landsat, 24.7° to the west
    >>> round(float(np.degrees(shift)), 1)
    -24.7
    """
    period = nodal_period(semi_major_axis, eccentricity, inclination)
    return -TURN * period / nodal_day(semi_major_axis, eccentricity, inclination)


def repeat_semi_major_axis(revolutions, days, eccentricity, inclination):
    """Semi-major axis of an orbit whose ground track closes after so many revolutions and nodal days.

    Parameters
    ----------
    revolutions : array
        Nodal revolutions in a cycle. [1]
    days : array
        Nodal days in a cycle, see :func:`nodal_day`. [1]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Mean semi-major axis. [m]

    Raises
    ------
    ValueError
        The orbit is not closed or would run below the surface.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.2.

    Examples
    --------
    >>> axis = repeat_semi_major_axis(127, 10, 0.0, np.radians(66.04))   # TOPEX/Poseidon and Jason
    >>> round(float(axis) / 1e3)
    7714
    """

    def rates(axis):
        node, perigee, anomaly = j2_rates(axis, eccentricity, inclination)
        return perigee + anomaly, turns * (EARTH_ROTATION_RATE - node)

    turns, eccentricity = _turns_per_day(revolutions, days), _closed(eccentricity)
    return _above_surface(_axis_where(rates, turns * EARTH_ROTATION_RATE), eccentricity)


def repeat_orbit_of_perigee(revolutions, days, perigee_altitude, inclination):
    """Orbit of given perigee whose ground track closes after so many revolutions and nodal days.

    Parameters
    ----------
    revolutions : array
        Nodal revolutions in a cycle. [1]
    days : array
        Nodal days in a cycle, see :func:`nodal_day`. [1]
    perigee_altitude : array
        Altitude of the perigee above the equatorial radius. [m]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]

    Raises
    ------
    ValueError
        The perigee lies above the apogee, or below the surface.

    References
    ----------
    .. [1] :func:`repeat_semi_major_axis` with e = 1 - r_p/a.

    Examples
    --------
    >>> axis, eccentricity = repeat_orbit_of_perigee(2, 1, 500e3, critical_inclination())
    >>> round(float(axis) / 1e3), round(float(eccentricity), 3)
    (26553, 0.741)
    """

    def rates(axis):
        node, perigee, anomaly = j2_rates(axis, 1.0 - radius / axis, inclination)
        return perigee + anomaly, turns * (EARTH_ROTATION_RATE - node)

    radius = EARTH_RADIUS + np.asarray(perigee_altitude, dtype=float)
    if np.any(radius <= EARTH_RADIUS):
        raise ValueError(f"perigee altitude {np.min(perigee_altitude):.0f} m: expected one above the surface")
    turns = _turns_per_day(revolutions, days)
    highest = repeat_semi_major_axis(revolutions, days, 0.0, inclination)
    if np.any(radius > highest):
        raise ValueError(
            f"perigee altitude {np.max(perigee_altitude):.0f} m: expected at most {np.min(highest) - EARTH_RADIUS:.0f} m "
            f"for {np.max(turns):g} revolutions a day"
        )
    axis = _axis_where(rates, turns * EARTH_ROTATION_RATE)
    return axis, 1.0 - radius / axis


def sun_synchronous_semi_major_axis(inclination, eccentricity=0.0):
    """Semi-major axis at which the J2 node rate follows the mean Sun for a given inclination.

    Parameters
    ----------
    inclination : array
        Mean inclination, above 90°. [rad]
    eccentricity : array, optional
        Mean eccentricity. [1]

    Returns
    -------
    array
        Mean semi-major axis. [m]

    Raises
    ------
    ValueError
        The orbit is prograde, so that its node turns westward, or would run below the surface.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.1.

    Examples
    --------
    >>> round(float(sun_synchronous_semi_major_axis(np.radians(97.788))) / 1e3)   # 600 km above the equator
    6978
    """
    cosine = np.cos(inclination)
    if np.any(cosine >= 0.0):
        raise ValueError(f"inclination {np.min(inclination):.6g} rad: expected more than π/2, where the node turns eastward")
    shape = 1.0 - _closed(eccentricity) ** 2
    factor = -1.5 * EARTH_J2 * EARTH_RADIUS**2 * np.sqrt(EARTH_GM) * cosine / shape**2
    return _above_surface((factor * TROPICAL_YEAR / TURN) ** (2.0 / 7.0), eccentricity)


def sun_synchronous_repeat(revolutions, days, eccentricity=0.0):
    """Sun-synchronous orbit whose ground track closes after so many revolutions and solar days.

    Parameters
    ----------
    revolutions : array
        Nodal revolutions in a cycle. [1]
    days : array
        Mean solar days in a cycle, which are nodal days here. [1]
    eccentricity : array, optional
        Mean eccentricity. [1]

    Returns
    -------
    semi_major_axis : array
        Mean semi-major axis. [m]
    inclination : array
        Mean inclination. [rad]

    Raises
    ------
    ValueError
        The orbit would run below the surface, or so high that none is Sun-synchronous.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, sections 11.4.1 and 11.4.2.

    Examples
    --------
    >>> axis, inclination = sun_synchronous_repeat(143, 10)   # Sentinel-2: 786 km, 98.62°
    >>> round((float(axis) - 6_378_137.0) / 1e3, 1), round(float(np.degrees(inclination)), 2)
    (786.1, 98.54)
    """

    def rates(axis):
        return _nodal_rate(axis, eccentricity, sun_synchronous_inclination(axis, eccentricity)), rate

    rate, eccentricity = _turns_per_day(revolutions, days) * SOLAR_DAY_RATE, _closed(eccentricity)
    axis = _above_surface(_axis_where(rates, rate), eccentricity)
    return axis, sun_synchronous_inclination(axis, eccentricity)


def critical_inclination(retrograde=False):
    """Inclination at which J2 leaves the perigee at rest, sin² i = 4/5.

    Parameters
    ----------
    retrograde : bool, optional
        The retrograde one of the two. [1]

    Returns
    -------
    float
        Inclination, 63.435° or 116.565°. [rad]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.3.

    Examples
    --------
    >>> round(float(np.degrees(critical_inclination())), 3), round(float(np.degrees(critical_inclination(True))), 3)
    (63.435, 116.565)
    """
    inclination = float(np.arcsin(np.sqrt(0.8)))
    return np.pi - inclination if retrograde else inclination


def frozen_eccentricity(semi_major_axis, inclination):
    """Eccentricity that J2 and J3 leave at rest with the perigee over the northernmost point.

    The argument of perigee is 90°. Harmonics of higher odd degree are left out: the published value of Envisat is 13 %
    larger, and near the critical inclination the formula does not hold: at 66.04° TOPEX/Poseidon flew with 0.000095.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    array
        Mean eccentricity, -(J3/2 J2) (R/a) sin i. [1]

    References
    ----------
    .. [1] Cook, Planet. Space Sci. 14, 433 (1966).
    .. [2] CNES, CelestLab 2.2, function CL_op_frozenOrbit.

    Examples
    --------
    >>> round(float(frozen_eccentricity(7_159.5e3, np.radians(98.55))), 6)   # Envisat, flown with 0.001165
    0.00103
    """
    ratio = EARTH_RADIUS / np.asarray(semi_major_axis, dtype=float)
    return -0.5 * EARTH_J3 / EARTH_J2 * ratio * np.sin(inclination)


def molniya_elements(perigee_altitude):
    """Molniya orbit of given perigee: two revolutions in a nodal day at the critical inclination.

    Parameters
    ----------
    perigee_altitude : array
        Altitude of the perigee above the equatorial radius. [m]

    Returns
    -------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : float
        Critical inclination. [rad]

    Raises
    ------
    ValueError
        The perigee lies below the surface or above the circle of that period.

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 1.1.

    Examples
    --------
    >>> axis, eccentricity, inclination = molniya_elements(600e3)
    >>> round(float(axis) / 1e3), round(float(eccentricity), 3), round(float(np.degrees(inclination)), 2)
    (26554, 0.737, 63.43)
    """
    inclination = critical_inclination()
    return *repeat_orbit_of_perigee(2, 1, perigee_altitude, inclination), inclination


def tundra_elements(eccentricity):
    """Tundra orbit of given eccentricity: one revolution in a nodal day at the critical inclination.

    Parameters
    ----------
    eccentricity : array
        Mean eccentricity. [1]

    Returns
    -------
    semi_major_axis : array
        Mean semi-major axis. [m]
    inclination : float
        Critical inclination. [rad]

    Raises
    ------
    ValueError
        The perigee lies below the surface.

    References
    ----------
    .. [1] Fantino et al., Acta Astronautica 140, 570 (2017).

    Examples
    --------
    >>> axis, inclination = tundra_elements(0.25)
    >>> round(float(axis) / 1e3), round(float(np.degrees(inclination)), 2)
    (42163, 63.43)
    """
    inclination = critical_inclination()
    return repeat_semi_major_axis(1, 1, eccentricity, inclination), inclination


def _nodal_rate(semi_major_axis, eccentricity, inclination):
    _, perigee, anomaly = j2_rates(semi_major_axis, eccentricity, inclination)
    return perigee + anomaly


def _axis_where(rates, first_guess):
    """Axis at which a rate, near the mean motion, equals another, near `first_guess`. Each step gains a factor of J2."""
    axis = semi_major_axis_from_period(TURN / first_guess)
    for _ in range(STEPS):
        rate, wanted = rates(axis)
        axis = axis * np.cbrt(rate / wanted) ** 2
    return axis


def _turns_per_day(revolutions, days):
    revolutions, days = np.asarray(revolutions, dtype=float), np.asarray(days, dtype=float)
    if not (np.all(revolutions > 0.0) and np.all(days > 0.0)):
        raise ValueError(f"{revolutions} revolutions in {days} days: expected positive numbers")
    return revolutions / days


def _closed(eccentricity):
    eccentricity = np.asarray(eccentricity, dtype=float)
    if not (np.all(eccentricity >= 0.0) and np.all(eccentricity < 1.0)):
        raise ValueError(f"eccentricity {eccentricity}: expected a closed orbit, 0 ≤ e < 1")
    return eccentricity


def _above_surface(semi_major_axis, eccentricity):
    lowest = np.min(apsis_altitudes(semi_major_axis, eccentricity)[0])
    if lowest <= 0.0:
        raise ValueError(f"the perigee would lie {-lowest / 1e3:.0f} km below the surface: expected a larger orbit")
    return semi_major_axis
