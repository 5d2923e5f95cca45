"""Energy of a spacecraft through eclipses: what the battery gives, what the array must give to fill it again."""

import numpy as np


def energy_through_eclipse(power, eclipse_time):
    """Energy that a load draws while no sunlight reaches the array.

    Parameters
    ----------
    power : array
        Load during the eclipse. [W]
    eclipse_time : array
        Length of the eclipse. [s]

    Returns
    -------
    array
        Energy. [J]

    Raises
    ------
    ValueError
        Power or time is negative.

    References
    ----------
    .. [1] Wertz, Everett and Puschell, Space mission engineering, 2011, section 21.2, recalled.

    Examples
    --------
    >>> float(energy_through_eclipse(100.0, 2_160.0)) / 3_600.0   # 100 W through 36 min, in Wh
    60.0
    """
    power, eclipse_time = np.asarray(power, dtype=float), np.asarray(eclipse_time, dtype=float)
    if not (np.all(power >= 0.0) and np.all(eclipse_time >= 0.0)):
        raise ValueError(f"power {power} W for {eclipse_time} s: expected none below zero")
    return power * eclipse_time


def usable_energy(capacity, depth_of_discharge, efficiency=1.0):
    """Energy that a battery gives to its loads in one discharge.

    Parameters
    ----------
    capacity : array
        Energy of the full battery. [J]
    depth_of_discharge : array
        Share of it that may be drawn, the smaller the more cycles are to come. [1]
    efficiency : array, optional
        Share of what is drawn that reaches the loads. [1]

    Returns
    -------
    array
        Energy at the loads. [J]

    Raises
    ------
    ValueError
        A share lies outside 0 to 1, or the capacity is negative.

    References
    ----------
    .. [1] Wertz, Everett and Puschell, Space mission engineering, 2011, section 21.2, recalled.

    Examples
    --------
    >>> float(usable_energy(1_000.0, 0.25, 0.8))
    200.0
    """
    capacity = np.asarray(capacity, dtype=float)
    if not np.all(capacity >= 0.0):
        raise ValueError(f"capacity {capacity} J: expected none below zero")
    return capacity * _share(depth_of_discharge, "depth of discharge") * _share(efficiency, "efficiency")


def battery_capacity(energy, depth_of_discharge, efficiency=1.0):
    """Energy of the full battery that a load through the eclipse asks for.

    Parameters
    ----------
    energy : array
        Energy at the loads. [J]
    depth_of_discharge : array
        Share of the capacity that may be drawn. [1]
    efficiency : array, optional
        Share of what is drawn that reaches the loads. [1]

    Returns
    -------
    array
        Energy of the full battery. [J]

    Raises
    ------
    ValueError
        A share lies outside 0 to 1 or is zero.

    References
    ----------
    .. [1] Inverse of :func:`usable_energy`.

    Examples
    --------
    >>> float(battery_capacity(200.0, 0.25, 0.8))
    1000.0
    """
    share = _share(depth_of_discharge, "depth of discharge") * _share(efficiency, "efficiency")
    if not np.all(share > 0.0):
        raise ValueError("depth of discharge or efficiency of zero: expected a share above it")
    return np.asarray(energy, dtype=float) / share


def recharge_power(energy, sunlit_time, efficiency=1.0):
    """Power that fills the battery again in the sunlit part of a revolution.

    Parameters
    ----------
    energy : array
        Energy that the loads drew in the eclipse. [J]
    sunlit_time : array
        Time in sunlight before the next eclipse. [s]
    efficiency : array, optional
        Share of the array's power that comes back out of the battery. [1]

    Returns
    -------
    array
        Power. [W]

    Raises
    ------
    ValueError
        The time is not positive, or the efficiency lies outside 0 to 1 or is zero.

    References
    ----------
    .. [1] Wertz, Everett and Puschell, Space mission engineering, 2011, section 21.2, recalled.

    Examples
    --------
    >>> float(recharge_power(216_000.0, 3_600.0, 0.6))   # 60 Wh in an hour at 60 %
    100.0
    """
    sunlit_time, efficiency = np.asarray(sunlit_time, dtype=float), _share(efficiency, "efficiency")
    if not (np.all(sunlit_time > 0.0) and np.all(efficiency > 0.0)):
        raise ValueError(f"{sunlit_time} s of sunlight at an efficiency of {efficiency}: expected both above zero")
    return np.asarray(energy, dtype=float) / (sunlit_time * efficiency)


def array_power(sunlit_load, eclipse_load, sunlit_time, eclipse_time, direct_efficiency=1.0, battery_efficiency=1.0):
    """Power of the solar array, while it is lit, that carries a load in sunlight and fills the battery for the eclipse.

    Parameters
    ----------
    sunlit_load : array
        Load in sunlight. [W]
    eclipse_load : array
        Load in eclipse. [W]
    sunlit_time : array
        Sunlit part of a revolution. [s]
    eclipse_time : array
        Eclipsed part of a revolution. [s]
    direct_efficiency : array, optional
        From the array to the load; about 0.8 with peak-power tracking, 0.85 direct. [1]
    battery_efficiency : array, optional
        From the array through the battery to the load; about 0.6 with peak-power tracking, 0.65 direct. [1]

    Returns
    -------
    array
        Power of the array at the end of its life. [W]

    Raises
    ------
    ValueError
        A time or a load is negative, there is no sunlight, or an efficiency lies outside 0 to 1 or is zero.

    References
    ----------
    .. [1] Larson and Wertz, Space mission analysis and design, 3rd ed., 1999, equation 11-5, recalled.

    Examples
    --------
    >>> round(float(array_power(110.0, 110.0, 3_696.0, 2_118.0, 0.8, 0.6)), 1)   # 137.5 + 105.06
    242.6
    """
    direct = _share(direct_efficiency, "direct efficiency")
    if not (np.all(np.asarray(sunlit_load) >= 0.0) and np.all(direct > 0.0)):
        raise ValueError(f"load {sunlit_load} W at an efficiency of {direct}: expected no load below zero, an efficiency above")
    stored = energy_through_eclipse(eclipse_load, eclipse_time)
    return np.asarray(sunlit_load, dtype=float) / direct + recharge_power(stored, sunlit_time, battery_efficiency)


def _share(value, name):
    value = np.asarray(value, dtype=float)
    if not (np.all(value >= 0.0) and np.all(value <= 1.0)):
        raise ValueError(f"{name} {value}: expected a share between 0 and 1")
    return value
