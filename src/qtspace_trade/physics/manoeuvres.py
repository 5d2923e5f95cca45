"""What manoeuvres cost: velocity changes of impulsive burns, of keeping an orbit and of leaving it, and propellant.

Burns are impulses of a two-body orbit: losses by gravity during long burns, and margins, are left to the caller.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS, EARTH_ROTATION_RATE, JULIAN_YEAR, STANDARD_GRAVITY
from qtspace_trade.physics.kepler import orbital_period
from qtspace_trade.physics.three_body import libration_distance

GEOSTATIONARY_RADIUS = float(np.cbrt(EARTH_GM / EARTH_ROTATION_RATE**2))  # m, without J2
SPLIT_STEPS = 60
GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)

# Degree, order, normalised C and S of the harmonics that pull a geostationary satellite along its orbit, and the
# Legendre function on the equator. EGM2008: Pavlis et al., J. Geophys. Res. 117, B04406 (2012), doi 10.1029/2011JB008916
TESSERAL_HARMONICS = (
    (2, 2, 2.439_383_57e-6, -1.400_273_70e-6, 3.0 * np.sqrt(10.0 / 24.0)),
    (3, 1, 2.030_462_01e-6, 0.248_200_42e-6, -1.5 * np.sqrt(28.0 / 24.0)),
    (3, 3, 0.721_321_76e-6, 1.414_349_26e-6, 15.0 * np.sqrt(14.0 / 720.0)),
)


class Transfer(NamedTuple):
    """Burns of a transfer in the order in which they are made, and the time from the first to the last. [m/s, s]"""

    burns: tuple
    duration: np.ndarray

    @property
    def delta_v(self):
        """Sum of the burns. [m/s]"""
        return sum(self.burns)


def orbital_speed(radius, semi_major_axis, gravitational_parameter=EARTH_GM):
    """Speed at a distance from the centre, the vis-viva equation.

    Parameters
    ----------
    radius : array
        Distance from the centre. [m]
    semi_major_axis : array
        Semi-major axis; the radius itself on a circle, infinite on a parabola. [m]
    gravitational_parameter : float, optional
        GM of the central body. [m³ s⁻²]

    Returns
    -------
    array
        Speed. [m/s]

    Raises
    ------
    ValueError
        The orbit does not reach so far out.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 1.

    Examples
    --------
    >>> float(orbital_speed(4.0, 4.0, 64.0)), float(orbital_speed(2.0, np.inf, 64.0))
    (4.0, 8.0)
    """
    radius, semi_major_axis = np.asarray(radius, dtype=float), np.asarray(semi_major_axis, dtype=float)
    if not (np.all(radius > 0.0) and np.all(radius <= 2.0 * semi_major_axis)):
        raise ValueError(f"radius {radius} m: expected one between 0 and twice the semi-major axis, {2.0 * semi_major_axis} m")
    return np.sqrt(gravitational_parameter * (2.0 / radius - 1.0 / semi_major_axis))


def apsis_change(burn_radius, opposite_before, opposite_after):
    """Velocity change at one apsis that moves the opposite one: raises an apogee, lowers a perigee, and so on.

    Parameters
    ----------
    burn_radius : array
        Distance from the centre of the apsis where the burn is made. [m]
    opposite_before : array
        Distance of the opposite apsis before the burn. [m]
    opposite_after : array
        Distance of the opposite apsis after the burn. [m]

    Returns
    -------
    array
        Velocity change. [m/s]

    References
    ----------
    .. [1] :func:`orbital_speed`.

    Examples
    --------
    >>> round(float(apsis_change(6_978_137.0, 6_978_137.0, 6_428_137.0)), 1)   # 600 km, re-entry over 50 km
    156.7
    """
    return np.abs(_speed_at_apsis(burn_radius, opposite_after) - _speed_at_apsis(burn_radius, opposite_before))


def plane_change(speed, angle):
    """Velocity change that turns the velocity and keeps the speed, 2 v sin(Δ/2).

    Parameters
    ----------
    speed : array
        Speed where the planes cross. [m/s]
    angle : array
        Angle between the planes. [rad]

    Returns
    -------
    array
        Velocity change. [m/s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, example 6-4.

    Examples
    --------
    >>> round(float(plane_change(5_892.311, np.radians(15.0))), 1)   # example 6-4 of the book
    1538.2
    """
    return 2.0 * np.asarray(speed, dtype=float) * np.abs(np.sin(0.5 * np.asarray(angle, dtype=float)))


def combined_change(speed_before, speed_after, angle):
    """Velocity change that alters speed and plane in one burn.

    Parameters
    ----------
    speed_before : array
        Speed before the burn. [m/s]
    speed_after : array
        Speed after the burn. [m/s]
    angle : array
        Angle between the velocities. [rad]

    Returns
    -------
    array
        Velocity change. [m/s]

    References
    ----------
    .. [1] Law of cosines: Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 6.

    Examples
    --------
    >>> float(combined_change(3.0, 4.0, 0.5 * np.pi))
    5.0
    """
    return np.hypot(np.subtract(speed_after, speed_before), _turning(speed_before, speed_after, angle))


def hohmann_transfer(initial_radius, final_radius):
    """Transfer between two circles in one plane with two tangential burns.

    Parameters
    ----------
    initial_radius : array
        Radius of the first circle. [m]
    final_radius : array
        Radius of the second circle. [m]

    Returns
    -------
    Transfer
        Two burns [m/s] and the time between them. [s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, example 6-1.

    Examples
    --------
    >>> transfer = hohmann_transfer(6_569_478.1, 42_159_485.57)   # example 6-1 of the book, 3.935 km/s in 5.26 h
    >>> round(float(transfer.delta_v)), round(float(transfer.duration) / 3600, 2)
    (3935, 5.26)
    """
    initial_radius, final_radius = np.asarray(initial_radius, dtype=float), np.asarray(final_radius, dtype=float)
    burns = (
        apsis_change(initial_radius, initial_radius, final_radius),
        apsis_change(final_radius, initial_radius, final_radius),
    )
    return Transfer(burns, _half_period(initial_radius, final_radius))


def apsides_transfer(perigee_before, apogee_before, perigee_after, apogee_after):
    """Transfer between two orbits in one plane with a common line of apsides, one burn at each apsis, the cheaper order.

    Parameters
    ----------
    perigee_before : array
        Distance of the perigee from the centre before. [m]
    apogee_before : array
        Distance of the apogee before. [m]
    perigee_after : array
        Distance of the perigee after. [m]
    apogee_after : array
        Distance of the apogee after. [m]

    Returns
    -------
    Transfer
        Two burns [m/s] and the time between them. [s]

    Raises
    ------
    ValueError
        An apogee lies below its perigee.

    References
    ----------
    .. [1] :func:`orbital_speed`.

    Examples
    --------
    >>> transfer = apsides_transfer(7_085_137.0, 7_085_137.0, 11_378_137.0, 127_560_137.0)   # as flown by SMILE
    >>> [round(float(burn), 1) for burn in transfer.burns]
    [2824.0, 141.9]
    """
    low, high, lower, higher = (
        np.asarray(r, dtype=float) for r in (perigee_before, apogee_before, perigee_after, apogee_after)
    )
    if not (np.all(high >= low) and np.all(higher >= lower)):
        raise ValueError(f"apogees {high}, {higher} m over perigees {low}, {lower} m: expected none below its perigee")
    apogee_first = apsis_change(low, high, higher), apsis_change(higher, low, lower)
    perigee_first = apsis_change(high, low, lower), apsis_change(lower, high, higher)
    better = sum(apogee_first) <= sum(perigee_first)
    burns = tuple(np.where(better, one, other) for one, other in zip(apogee_first, perigee_first, strict=True))
    return Transfer(burns, np.where(better, _half_period(low, higher), _half_period(high, lower)))


def bielliptic_transfer(initial_radius, intermediate_radius, final_radius):
    """Transfer between two circles in one plane by way of a distant apogee.

    Parameters
    ----------
    initial_radius : array
        Radius of the first circle. [m]
    intermediate_radius : array
        Distance at which the second burn is made. [m]
    final_radius : array
        Radius of the last circle. [m]

    Returns
    -------
    Transfer
        Three burns [m/s] and the time from the first to the last. [s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, example 6-2.

    Examples
    --------
    >>> transfer = bielliptic_transfer(6_569_478.1, 510_251_137.0, 382_688_137.0)   # example 6-2 of the book
    >>> round(float(transfer.delta_v)), round(float(transfer.duration) / 3600, 1)
    (3904, 593.9)
    """
    first, middle, last = (np.asarray(r, dtype=float) for r in (initial_radius, intermediate_radius, final_radius))
    burns = apsis_change(first, first, middle), apsis_change(middle, first, last), apsis_change(last, middle, last)
    return Transfer(burns, _half_period(first, middle) + _half_period(middle, last))


def inclined_transfer(initial_radius, final_radius, angle):
    """Hohmann transfer between circles in two planes, the turn shared between the burns at the least cost.

    Parameters
    ----------
    initial_radius : array
        Radius of the first circle. [m]
    final_radius : array
        Radius of the second circle. [m]
    angle : array
        Angle between the planes. [rad]

    Returns
    -------
    transfer : Transfer
        Two burns [m/s] and the time between them. [s]
    first_turn : array
        Angle turned in the first burn. [rad]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, table 6-3, by golden section.

    Examples
    --------
    >>> transfer, turn = inclined_transfer(6_671.53e3, 42_163.95e3, np.radians(10.0))   # table 6-3 of the book
    >>> [round(float(burn)) for burn in transfer.burns], round(float(np.degrees(turn)), 2)
    ([2432, 1509], 0.92)
    """

    def burns(turn):
        return (
            combined_change(_speed_at_apsis(first, first), _speed_at_apsis(first, last), turn),
            combined_change(_speed_at_apsis(last, first), _speed_at_apsis(last, last), angle - turn),
        )

    first, last = np.asarray(initial_radius, dtype=float), np.asarray(final_radius, dtype=float)
    angle = np.abs(np.asarray(angle, dtype=float))
    turn = _least(lambda turn: sum(burns(turn)), np.zeros(np.broadcast(first, last, angle).shape), angle)
    return Transfer(burns(turn), _half_period(first, last)), turn


def geostationary_transfer(perigee_radius, apogee_radius, inclination):
    """Transfer from a geostationary transfer orbit, whose apogee lies on the equator, to the geostationary orbit.

    The burn at the apogee turns the plane and raises the perigee to the final radius. If the apogee is not there
    itself, a second burn makes the orbit round.

    Parameters
    ----------
    perigee_radius : array
        Distance of the perigee from the centre. [m]
    apogee_radius : array
        Distance of the apogee from the centre. [m]
    inclination : array
        Inclination of the transfer orbit. [rad]

    Returns
    -------
    Transfer
        Two burns [m/s] and the time between them. [s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 6.

    Examples
    --------
    >>> transfer = geostationary_transfer(6_628_137.0, 42_164_137.0, np.radians(6.0))   # from Kourou
    >>> round(float(transfer.delta_v))
    1490
    """
    perigee, apogee = np.asarray(perigee_radius, dtype=float), np.asarray(apogee_radius, dtype=float)
    final = GEOSTATIONARY_RADIUS
    burns = (
        combined_change(_speed_at_apsis(apogee, perigee), _speed_at_apsis(apogee, final), inclination),
        apsis_change(final, apogee, final),
    )
    return Transfer(burns, _half_period(apogee, final))


def phasing(radius, angle, revolutions):
    """Transfer to another place on the same circle, by way of an orbit of slightly different period.

    Parameters
    ----------
    radius : array
        Radius of the circle. [m]
    angle : array
        Angle by which the satellite is to fall back, negative to move ahead. [rad]
    revolutions : array
        Revolutions on the phasing orbit. [1]

    Returns
    -------
    transfer : Transfer
        Two burns [m/s] and the time between them. [s]
    opposite_radius : array
        Distance of the opposite apsis of the phasing orbit from the centre. [m]

    Raises
    ------
    ValueError
        The phasing orbit would run into the Earth, or the number of revolutions is not positive.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, chapter 6.

    Examples
    --------
    >>> transfer, _ = phasing(42_164e3, np.radians(10.0), 10)   # to the west by 10° in 10 days
    >>> round(float(transfer.delta_v), 1)
    5.7
    """
    radius, revolutions = np.asarray(radius, dtype=float), np.asarray(revolutions, dtype=float)
    if not np.all(revolutions > 0.0):
        raise ValueError(f"{revolutions} revolutions: expected a positive number")
    share = 1.0 + np.asarray(angle, dtype=float) / (2.0 * np.pi * revolutions)
    opposite = radius * (2.0 * np.cbrt(np.maximum(share, 0.0)) ** 2 - 1.0)
    if np.any(opposite <= EARTH_RADIUS):
        raise ValueError(
            f"the phasing orbit would come within {np.min(opposite) / 1e3:.0f} km of the centre of the Earth: "
            "expected more revolutions or a smaller angle"
        )
    burn = apsis_change(radius, radius, opposite)
    return Transfer((burn, burn), revolutions * share * orbital_period(radius)), opposite


def escape_change(perigee_radius, semi_major_axis, launch_energy=0.0):
    """Velocity change at the perigee that leaves the Earth with a given energy; reversed, it captures into the orbit.

    Parameters
    ----------
    perigee_radius : array
        Distance of the perigee from the centre. [m]
    semi_major_axis : array
        Semi-major axis before the burn, the radius itself on a circle. [m]
    launch_energy : array, optional
        Twice the energy per mass, C3: the square of the speed far away, negative on an ellipse. [m² s⁻²]

    Returns
    -------
    array
        Velocity change. [m/s]

    Raises
    ------
    ValueError
        The energy is too small to pass at the perigee radius.

    References
    ----------
    .. [1] Conservation of energy, v² = 2 GM/r + C3.

    Examples
    --------
    >>> round(float(escape_change(6_678_137.0, 6_678_137.0)), 1)   # (sqrt(2) - 1) of the circular speed at 300 km
    3200.1
    """
    squared = 2.0 * EARTH_GM / np.asarray(perigee_radius, dtype=float) + np.asarray(launch_energy, dtype=float)
    if np.any(squared < 0.0):
        least = -2.0 * EARTH_GM / np.max(perigee_radius)
        raise ValueError(f"launch energy {np.min(launch_energy):.6g} m²/s²: expected at least {least:.6g}")
    return np.abs(np.sqrt(squared) - orbital_speed(perigee_radius, semi_major_axis))


def libration_transfer_energy(perigee_radius, point):
    """Launch energy C3 of a direct transfer to Sun-Earth L1 or L2: an ellipse with its apogee at the point.

    Two-body; the pull of the Sun lowers it to about -0.7 km² s⁻², which saves 7 m/s at a low perigee.

    Parameters
    ----------
    perigee_radius : array
        Distance of the perigee from the centre of the Earth. [m]
    point : int
        1 or 2. [1]

    Returns
    -------
    array
        Launch energy for :func:`escape_change`. [m² s⁻²]

    References
    ----------
    .. [1] -2 GM/(r_p + r_a); three-body value of DSCOVR, to L1, from
       https://space.stackexchange.com/questions/5871.

    Examples
    --------
    >>> energy = libration_transfer_energy(6_563_137.0, 2)
    >>> round(float(energy) / 1e6, 2), round(float(escape_change(6_563_137.0, 6_563_137.0, energy)))
    (-0.53, 3204)
    """
    return -2.0 * EARTH_GM / (np.asarray(perigee_radius, dtype=float) + libration_distance(point))


def inclination_keeping(radius, drift_rate, duration=JULIAN_YEAR):
    """Velocity change that holds the plane of a circular orbit against a steady drift, such as north-south keeping.

    Parameters
    ----------
    radius : array
        Radius of the orbit. [m]
    drift_rate : array
        Rate at which Sun and Moon turn the plane. [rad/s]
    duration : array, optional
        How long the plane is held, by default a year. [s]

    Returns
    -------
    array
        Velocity change. [m/s]

    References
    ----------
    .. [1] Small plane changes, v Δi: Soop, Handbook of geostationary orbits, Kluwer, 1994.

    Examples
    --------
    >>> drift = np.radians(0.85) / 31_557_600.0   # typical of the geostationary orbit: 45 m/s a year
    >>> round(float(inclination_keeping(42_164e3, drift)), 1)
    45.6
    """
    return orbital_speed(radius, radius) * np.abs(drift_rate) * duration


def east_west_acceleration(longitude):
    """Acceleration along the geostationary orbit by the ellipticity of the equator, harmonics up to degree 3.

    Parameters
    ----------
    longitude : array
        Longitude, east positive. [rad]

    Returns
    -------
    array
        Acceleration, positive to the east. [m/s²]

    References
    ----------
    .. [1] Soop, Handbook of geostationary orbits, Kluwer, 1994, table 2.

    Examples
    --------
    >>> round(float(east_west_acceleration(np.radians(30.0))) * 1e9, 1)   # 58.3 nm/s² to the west in the table
    -58.4
    """
    longitude = np.asarray(longitude, dtype=float)
    attraction = EARTH_GM / GEOSTATIONARY_RADIUS**2
    return attraction * sum(
        order * legendre * (EARTH_RADIUS / GEOSTATIONARY_RADIUS) ** degree
        * (s * np.cos(order * longitude) - c * np.sin(order * longitude))
        for degree, order, c, s, legendre in TESSERAL_HARMONICS
    )  # fmt: skip


def compensation_change(acceleration, duration=JULIAN_YEAR):
    """Velocity change that makes up for a steady acceleration, such as drag or the pull along the geostationary orbit.

    Parameters
    ----------
    acceleration : array
        Mean acceleration. [m/s²]
    duration : array, optional
        How long it is made up for, by default a year. [s]

    Returns
    -------
    array
        Velocity change. [m/s]

    References
    ----------
    .. [1] Integral of the acceleration.

    Examples
    --------
    >>> round(float(compensation_change(1e-6)), 4)
    31.5576
    """
    return np.abs(acceleration) * duration


def drag_decay_rate(radius, drag_acceleration):
    """Rate at which drag lowers a circular orbit that is not kept.

    Parameters
    ----------
    radius : array
        Radius of the orbit. [m]
    drag_acceleration : array
        Deceleration by drag. [m/s²]

    Returns
    -------
    array
        Rate of the semi-major axis, negative. [m/s]

    References
    ----------
    .. [1] Power of the drag force, taken from the energy -GM/2a per mass.

    Examples
    --------
    >>> round(float(drag_decay_rate(6_778_137.0, 6.469e-7)) * 86_400, 1)   # 400 km, in m/day
    -98.8
    """
    return -2.0 * np.asarray(radius, dtype=float) * drag_acceleration / orbital_speed(radius, radius)


def graveyard_rise(reflectivity_coefficient, area_to_mass):
    """Least height above the geostationary orbit at which a satellite is left, 235 km + 1000 km C_R A/m.

    Parameters
    ----------
    reflectivity_coefficient : array
        1 for a black surface, 2 for a mirror. [1]
    area_to_mass : array
        Area over mass. [m²/kg]

    Returns
    -------
    array
        Rise of the perigee. [m]

    References
    ----------
    .. [1] IADC space debris mitigation guidelines, IADC-02-01.

    Examples
    --------
    >>> float(graveyard_rise(1.5, 0.02))
    265000.0
    """
    return 235e3 + 1e6 * np.asarray(reflectivity_coefficient, dtype=float) * area_to_mass


def propellant_from_initial_mass(initial_mass, delta_v, specific_impulse):
    """Propellant that a spacecraft of given mass before the burn uses up.

    Parameters
    ----------
    initial_mass : array
        Mass before the burn. [kg]
    delta_v : array
        Velocity change. [m/s]
    specific_impulse : array
        Specific impulse of the engine. [s]

    Returns
    -------
    array
        Mass of the propellant. [kg]

    References
    ----------
    .. [1] Tsiolkovsky's equation: Wertz, Everett and Puschell, Space mission engineering, 2011.

    Examples
    --------
    >>> round(float(propellant_from_initial_mass(1_910.0, 2_854.0, 315.0)), 1)
    1151.8
    """
    return -np.asarray(initial_mass, dtype=float) * np.expm1(-_exhausts(delta_v, specific_impulse))


def propellant_from_final_mass(final_mass, delta_v, specific_impulse):
    """Propellant that a spacecraft of given mass after the burn has used up.

    Parameters
    ----------
    final_mass : array
        Mass after the burn, the dry mass if the tank is then empty. [kg]
    delta_v : array
        Velocity change. [m/s]
    specific_impulse : array
        Specific impulse of the engine. [s]

    Returns
    -------
    array
        Mass of the propellant. [kg]

    References
    ----------
    .. [1] Tsiolkovsky's equation: Wertz, Everett and Puschell, Space mission engineering, 2011.

    Examples
    --------
    >>> round(float(propellant_from_final_mass(1_000.0, 10.0, 220.0)), 2)   # five years of halo keeping at 2 m/s
    4.65
    """
    return np.asarray(final_mass, dtype=float) * np.expm1(_exhausts(delta_v, specific_impulse))


def propellant_for_impulse(impulse, specific_impulse):
    """Propellant that thrusters eject to give an impulse while the mass of the spacecraft hardly changes.

    Parameters
    ----------
    impulse : array
        Force integrated over time. [N s]
    specific_impulse : array
        Specific impulse of the thrusters. [s]

    Returns
    -------
    array
        Mass of the propellant. [kg]

    Raises
    ------
    ValueError
        The impulse is negative or the specific impulse not positive.

    References
    ----------
    .. [1] Definition of the specific impulse, I = m g0 Isp.

    Examples
    --------
    >>> round(float(propellant_for_impulse(6_124.0, 60.0)), 2)   # nitrogen against 194 uN of drag for a year
    10.41
    """
    impulse, specific_impulse = np.asarray(impulse, dtype=float), np.asarray(specific_impulse, dtype=float)
    if not (np.all(impulse >= 0.0) and np.all(specific_impulse > 0.0)):
        raise ValueError(f"impulse {impulse} N s at {specific_impulse} s: expected none below zero")
    return impulse / (STANDARD_GRAVITY * specific_impulse)


def rocket_delta_v(initial_mass, final_mass, specific_impulse):
    """Velocity change that a tank of propellant gives.

    Parameters
    ----------
    initial_mass : array
        Mass with the propellant. [kg]
    final_mass : array
        Mass without it. [kg]
    specific_impulse : array
        Specific impulse of the engine. [s]

    Returns
    -------
    array
        Velocity change. [m/s]

    Raises
    ------
    ValueError
        The final mass is not positive or exceeds the initial one.

    References
    ----------
    .. [1] Tsiolkovsky's equation: Wertz, Everett and Puschell, Space mission engineering, 2011.

    Examples
    --------
    >>> round(float(rocket_delta_v(1_910.0, 758.2, 315.0)))
    2854
    """
    initial_mass, final_mass = np.asarray(initial_mass, dtype=float), np.asarray(final_mass, dtype=float)
    if not (np.all(final_mass > 0.0) and np.all(final_mass <= initial_mass)):
        raise ValueError(f"final mass {final_mass} kg: expected one between 0 and the initial mass, {initial_mass} kg")
    return STANDARD_GRAVITY * specific_impulse * np.log(initial_mass / final_mass)


def _speed_at_apsis(radius, opposite_radius):
    return orbital_speed(radius, 0.5 * np.add(radius, opposite_radius))


def _half_period(one_apsis, other_apsis):
    return 0.5 * orbital_period(0.5 * np.add(one_apsis, other_apsis))


def _turning(speed_before, speed_after, angle):
    return plane_change(np.sqrt(np.multiply(speed_before, speed_after)), angle)


def _least(function, low, high):
    """Place of the minimum of a function with one minimum, by golden section."""
    for _ in range(SPLIT_STEPS):
        inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        left = function(inner) < function(outer)
        low, high = np.where(left, low, inner), np.where(left, outer, high)
    return 0.5 * (low + high)


def _exhausts(delta_v, specific_impulse):
    """Velocity change over the exhaust speed."""
    delta_v, specific_impulse = np.asarray(delta_v, dtype=float), np.asarray(specific_impulse, dtype=float)
    if not (np.all(delta_v >= 0.0) and np.all(specific_impulse > 0.0)):
        raise ValueError(f"velocity change {delta_v} m/s at {specific_impulse} s: expected none below zero")
    return delta_v / (STANDARD_GRAVITY * specific_impulse)
