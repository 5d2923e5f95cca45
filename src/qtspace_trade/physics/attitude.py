"""Rotation rates of attitude laws."""

from __future__ import annotations

import numpy as np

from qtspace_trade.constants import SUN_GM


def at_rest():
    """Rotation rate of a spacecraft that holds its axes against the stars. [rad/s]

    Examples
    --------
    >>> at_rest()
    0.0
    """
    return 0.0


def sun_pointing_rate(sun_distance):
    """Rotation rate of a spacecraft that keeps a face on the Sun while it goes round with the Earth.

    Parameters
    ----------
    sun_distance : (...) array
        Distance from the Sun. [m]

    Returns
    -------
    (...) array
        Mean motion sqrt(GM/d^3) of a circular orbit at that distance. [rad/s]

    References
    ----------
    .. [1] Kepler's third law.

    Examples
    --------
    >>> round(float(sun_pointing_rate(149_597_870_700.0)) * 1e7, 3)
    1.991
    """
    return np.sqrt(SUN_GM / np.asarray(sun_distance, dtype=float) ** 3)


def inertial_hold_duration(sun_aspect_tolerance, sun_distance):
    """Longest time for which axes may stand still before a face has turned too far from the Sun.

    Parameters
    ----------
    sun_aspect_tolerance : array
        Angle by which the face may look past the Sun to either side. [rad]
    sun_distance : array
        Distance from the Sun. [m]

    Returns
    -------
    array
        Twice the tolerance over the rate of :func:`sun_pointing_rate`: from one edge to the other. [s]

    References
    ----------
    .. [1] Kepler's third law.

    Examples
    --------
    >>> round(float(inertial_hold_duration(np.radians(10.0), 149_597_870_700.0)) / 86400)   # 1 degree a day
    20
    """
    return 2.0 * sun_aspect_tolerance / sun_pointing_rate(sun_distance)
