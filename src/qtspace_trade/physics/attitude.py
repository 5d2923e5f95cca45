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

