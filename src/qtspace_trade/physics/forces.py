"""Surface forces on a spacecraft: air drag and the pressure of sunlight."""

from qtspace_trade.constants import ASTRONOMICAL_UNIT, SOLAR_CONSTANT, SPEED_OF_LIGHT


def drag_acceleration(density, speed, drag_coefficient, area, mass):
    """Deceleration by air drag, ρ v² C A / 2 m.

    Parameters
    ----------
    density : array
        Mass density of the air. [kg/m³]
    speed : array
        Speed relative to the air. [m/s]
    drag_coefficient : array
        About 2.2 for a compact spacecraft in free molecular flow. [1]
    area : array
        Area facing the flow. [m²]
    mass : array
        Mass of the spacecraft. [kg]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 8.

    Examples
    --------
    >>> float(drag_acceleration(1e-12, 8000.0, 2.0, 1.0, 64.0))
    1e-06
    """
    return 0.5 * density * speed**2 * drag_coefficient * area / mass


def radiation_pressure_acceleration(sun_distance, reflectivity_coefficient, area, mass):
    """Acceleration by the pressure of sunlight, (S/c) (1 au/r)² C A/m.

    Parameters
    ----------
    sun_distance : array
        Distance from the Sun. [m]
    reflectivity_coefficient : array
        1 for a black surface, 2 for a mirror facing the Sun. [1]
    area : array
        Area facing the Sun. [m²]
    mass : array
        Mass of the spacecraft. [kg]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 8.

    Examples
    --------
    >>> f"{radiation_pressure_acceleration(149_597_870_700.0, 1.3, 0.02, 1.0):.3e}"
    '1.180e-07'
    """
    pressure = SOLAR_CONSTANT / SPEED_OF_LIGHT * (ASTRONOMICAL_UNIT / sun_distance) ** 2
    return pressure * reflectivity_coefficient * area / mass
