"""Geometry between spacecraft, ground stations and directions in the sky."""

import numpy as np

from qtspace_trade.constants import EARTH_MEAN_RADIUS, EARTH_RADIUS
from qtspace_trade.physics import frames


def slant_range(altitude, elevation, radius=EARTH_MEAN_RADIUS):
    """Distance to a spacecraft seen at a given elevation, spherical Earth.

    Parameters
    ----------
    altitude : array
        Height of the spacecraft above the sphere. [m]
    elevation : array
        Elevation above the horizon. [rad]
    radius : float, optional
        Radius of the sphere. [m]

    Returns
    -------
    array
        Distance. [m]

    References
    ----------
    .. [1] Law of cosines in the triangle of station, spacecraft and centre of the Earth.

    Examples
    --------
    >>> round(float(slant_range(500e3, np.pi / 2)))   # overhead
    500000
    """
    rise = radius * np.sin(elevation)
    return np.sqrt(rise**2 + altitude * (2.0 * radius + altitude)) - rise


def central_angle(altitude, elevation, radius=EARTH_MEAN_RADIUS):
    """Angle at the centre of the Earth between a station and the point below the spacecraft, spherical Earth.

    Parameters
    ----------
    altitude : array
        Height of the spacecraft above the sphere. [m]
    elevation : array
        Elevation of the spacecraft above the station's horizon. [rad]
    radius : float, optional
        Radius of the sphere. [m]

    Returns
    -------
    array
        Central angle. [rad]

    References
    ----------
    .. [1] Law of sines in the triangle of station, spacecraft and centre of the Earth.

    Examples
    --------
    >>> round(float(np.degrees(central_angle(6_371e3, 0.0))), 9)   # one radius up, on the horizon: arccos(1/2)
    60.0
    """
    return np.arccos(radius * np.cos(elevation) / (radius + altitude)) - elevation


def common_view_separation(altitude, elevation, radius=EARTH_MEAN_RADIUS):
    """Greatest separation along the ground of two stations that both see a spacecraft above a given elevation.

    Parameters
    ----------
    altitude : array
        Height of the spacecraft above the sphere. [m]
    elevation : array
        Lowest elevation at which a station can work. [rad]
    radius : float, optional
        Radius of the sphere. [m]

    Returns
    -------
    array
        Separation along the great circle. [m]

    References
    ----------
    .. [1] Twice :func:`central_angle`.

    Examples
    --------
    >>> round(float(common_view_separation(6_371e3, 0.0)) / 6_371e3, 4)   # 120° of arc
    2.0944
    """
    return 2.0 * radius * central_angle(altitude, elevation, radius)


def widest_common_view(earth_fixed_position, minimum_elevation):
    """Greatest separation of two stations in common view of a spacecraft at each of its positions.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Position of the spacecraft, only its distance from the centre counts. [m]
    minimum_elevation : array
        Lowest elevation at which a station can work. [rad]

    Returns
    -------
    (...) array
        Separation along the great circle of the mean sphere. [m]

    References
    ----------
    .. [1] :func:`common_view_separation`.

    Examples
    --------
    >>> round(float(widest_common_view([12_742e3, 0.0, 0.0], 0.0)) / 6_371e3, 4)
    2.0944
    """
    return common_view_separation(frames.distance(earth_fixed_position) - EARTH_MEAN_RADIUS, minimum_elevation)


def topocentric_range(position_fixed, station_fixed):
    """Distance between a spacecraft and a station.

    Parameters
    ----------
    position_fixed : (..., 3) array
        Earth-fixed position of the spacecraft. [m]
    station_fixed : (..., 3) array
        Earth-fixed position of the station. [m]

    Returns
    -------
    (...) array
        Distance. [m]

    References
    ----------
    .. [1] Euclidean norm of the difference.

    Examples
    --------
    >>> float(topocentric_range([7e6, 0.0, 0.0], [6.4e6, 0.0, 0.0]))
    600000.0
    """
    return frames.distance(np.subtract(position_fixed, station_fixed))


def elevation(position_fixed, station_fixed, latitude, longitude):
    """Geometric elevation of a spacecraft above the horizon of a station, without refraction.

    Parameters
    ----------
    position_fixed : (..., 3) array
        Earth-fixed position of the spacecraft. [m]
    station_fixed : (..., 3) array
        Earth-fixed position of the station. [m]
    latitude : array
        Geodetic latitude of the station. [rad]
    longitude : array
        Longitude of the station. [rad]

    Returns
    -------
    (...) array
        Elevation. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 6.2, with the normal of the
       ellipsoid.

    Examples
    --------
    >>> float(np.degrees(elevation([7e6, 0.0, 0.0], [6_378_137.0, 0.0, 0.0], 0.0, 0.0)))
    90.0
    """
    line = np.subtract(position_fixed, station_fixed)
    vertical = frames.local_vertical(latitude, longitude)
    height = np.einsum("...i,...i->...", line, vertical)
    return np.arctan2(height, frames.distance(line - height[..., None] * vertical))


def station_elevation(earth_fixed_position, station_latitude, station_longitude, station_altitude):
    """Geometric elevation of a spacecraft above the horizon of a station given by geodetic coordinates.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Earth-fixed position of the spacecraft. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Elevation. [rad]

    References
    ----------
    .. [1] :func:`elevation`.

    Examples
    --------
    >>> float(np.degrees(station_elevation([7e6, 0.0, 0.0], 0.0, 0.0, 100.0)))
    90.0
    """
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return elevation(earth_fixed_position, station, station_latitude, station_longitude)


def elevation_function(
    earth_fixed_position, station_latitude, station_longitude, station_altitude, minimum_elevation
):  # fmt: skip
    """How far a spacecraft is below a lowest elevation: negative above it, zero at it.

    The slant range times sin(lowest elevation) - sin(elevation), which has the sign of the elevations' difference and
    needs no inverse function.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Position of the spacecraft. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]
    minimum_elevation : array
        Lowest elevation. [rad]

    Returns
    -------
    (...) array
        Signed length. [m]

    References
    ----------
    .. [1] :func:`elevation`: its sine is the height above the plane of the horizon over the range.

    Examples
    --------
    >>> round(float(elevation_function([7_378_137.0, 0.0, 0.0], 0.0, 0.0, 0.0, np.radians(30.0))))   # 1000 km overhead
    -500000
    """
    position = np.asarray(earth_fixed_position, dtype=float)
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    vertical = frames.local_vertical(station_latitude, station_longitude)
    squared, along, height, station_squared, station_height = (
        np.einsum("...i,...i->...", *pair)
        for pair in (
            (position, position), (position, station), (position, vertical), (station, station), (station, vertical)
        )
    )  # fmt: skip
    return np.sin(minimum_elevation) * np.sqrt(squared - 2.0 * along + station_squared) - (height - station_height)


def station_azimuth(earth_fixed_position, station_latitude, station_longitude, station_altitude):
    """Azimuth of a spacecraft at a station, from north through east.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Position of the spacecraft. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Azimuth, 0 to 2π. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 6.2.

    Examples
    --------
    >>> round(float(np.degrees(station_azimuth([7e6, 1e5, 0.0], 0.0, 0.0, 0.0))), 9)   # east of the station
    90.0
    """
    line = earth_fixed_position - frames.station_position(station_latitude, station_longitude, station_altitude)
    east = frames.local_vertical(0.0, station_longitude + 0.5 * np.pi)
    north = frames.local_vertical(station_latitude + 0.5 * np.pi, station_longitude)
    eastward, northward = (np.einsum("...i,...i->...", line, axis) for axis in (east, north))
    return np.arctan2(eastward, northward) % (2.0 * np.pi)


def station_range(earth_fixed_position, station_latitude, station_longitude, station_altitude):
    """Distance of a spacecraft from a station given by geodetic coordinates.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Earth-fixed position of the spacecraft. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Distance. [m]

    References
    ----------
    .. [1] :func:`topocentric_range`.

    Examples
    --------
    >>> float(station_range([6_978_137.0, 0.0, 0.0], 0.0, 0.0, 100_000.0))
    500000.0
    """
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return topocentric_range(earth_fixed_position, station)


def station_sun_elevation(earth_fixed_sun, station_latitude, station_longitude):
    """Geometric elevation of the Sun's centre above the horizon of a station, to within its parallax of 9″.

    Parameters
    ----------
    earth_fixed_sun : (..., 3) array
        Earth-fixed vector from the centre of the Earth to the Sun. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]

    Returns
    -------
    (...) array
        Elevation. [rad]

    References
    ----------
    .. [1] :func:`elevation` for a body at infinity.

    Examples
    --------
    >>> round(float(np.degrees(station_sun_elevation([1.5e11, 0.0, 0.0], np.radians(48.0), 0.0))), 9)
    42.0
    """
    return elevation(earth_fixed_sun, np.zeros(3), station_latitude, station_longitude)


def range_rate(line, velocity):
    """Rate at which the length of a line grows.

    Parameters
    ----------
    line : (..., 3) array
        From one end to the other, not zero. [m]
    velocity : (..., 3) array
        Velocity of the other end relative to the one, in the same axes. [m/s]

    Returns
    -------
    (...) array
        Range rate, positive while the ends recede. [m/s]

    References
    ----------
    .. [1] Derivative of the Euclidean norm, d·v/|d|.

    Examples
    --------
    >>> float(range_rate([3e5, 4e5, 0.0], [0.0, 5e3, 0.0]))
    4000.0
    """
    return np.einsum("...i,...i->...", line, velocity) / frames.distance(line)


def station_range_rate(
    earth_fixed_position, earth_fixed_velocity, station_latitude, station_longitude, station_altitude
):  # fmt: skip
    """Rate at which a spacecraft recedes from a station.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Position of the spacecraft. [m]
    earth_fixed_velocity : (..., 3) array
        Velocity relative to the rotating Earth. [m/s]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Range rate, negative while the spacecraft comes nearer. [m/s]

    References
    ----------
    .. [1] :func:`range_rate`; the station is at rest in Earth-fixed axes.

    Examples
    --------
    >>> float(station_range_rate([7e6, 0.0, 0.0], [7.0, 7.5e3, 0.0], 0.0, 0.0, 0.0))
    7.0
    """
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return range_rate(earth_fixed_position - station, earth_fixed_velocity)


def off_nadir_angle(earth_fixed_position, station_latitude, station_longitude, station_altitude):
    """Angle at a spacecraft between a station and the centre of the Earth.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Position of the spacecraft. [m]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Angle, 0 to π. [rad]

    References
    ----------
    .. [1] :func:`angle_between` of the lines to the station and to the centre.

    Examples
    --------
    >>> round(float(np.degrees(off_nadir_angle([6_378_137.0, 6_378_137.0, 0.0], 0.0, 0.0, 0.0))), 9)
    45.0
    """
    position = np.asarray(earth_fixed_position, dtype=float)
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return angle_between(station - position, -position)


def line_height(first, second, radius=EARTH_RADIUS):
    """Height of the lowest point of the straight line between two spacecraft above a sphere, negative where it is cut.

    Only the line between them counts, not what lies beyond its ends.

    Parameters
    ----------
    first : (..., 3) array
        Position relative to the centre of the Earth. [m]
    second : (..., 3) array
        Position in the same axes. [m]
    radius : float, optional
        Radius of the sphere. [m]

    Returns
    -------
    (...) array
        Height. [m]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 5.3, algorithm 35.

    Examples
    --------
    >>> heights = line_height([5.0, 4.0, 0.0], [[-5.0, 4.0, 0.0], [8.0, 0.0, 0.0], [-5.0, -4.0, 0.0]], 3.0)
    >>> np.round(heights, 2).tolist()   # over the top, on the same side, through the centre
    [1.0, 3.4, -3.0]
    """
    first = np.asarray(first, dtype=float)
    line = np.subtract(second, first)
    squared = np.einsum("...i,...i->...", line, line)
    share = -np.einsum("...i,...i->...", first, line) / np.where(squared > 0.0, squared, 1.0)
    return frames.distance(first + np.clip(share, 0.0, 1.0)[..., None] * line) - radius


def tracking_rate(
    earth_fixed_position, earth_fixed_velocity, station_latitude, station_longitude, station_altitude
):  # fmt: skip
    """Rate at which the line between a spacecraft and a station turns, in Earth-fixed axes.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Earth-fixed position of the spacecraft. [m]
    earth_fixed_velocity : (..., 3) array
        Velocity relative to the rotating Earth. [m/s]
    station_latitude : array
        Geodetic latitude. [rad]
    station_longitude : array
        Longitude. [rad]
    station_altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (...) array
        Angular rate. [rad/s]

    References
    ----------
    .. [1] |d x v|/d² of the line d, as for :func:`qtspace_trade.physics.kepler.nadir_rotation_rate`.

    Examples
    --------
    >>> float(tracking_rate([6_878_137.0, 0.0, 0.0], [0.0, 0.0, 7500.0], 0.0, 0.0, 0.0))   # 7500 m/s at 500 km
    0.015
    """
    line = earth_fixed_position - frames.station_position(station_latitude, station_longitude, station_altitude)
    return frames.distance(np.cross(line, earth_fixed_velocity)) / frames.distance(line) ** 2


def angle_between(a, b):
    """Angle between two vectors, accurate near 0 and π too.

    Parameters
    ----------
    a, b : (..., 3) array
        Vectors of any length and unit, not zero. [1]

    Returns
    -------
    (...) array
        Angle, 0 to π. [rad]

    References
    ----------
    .. [1] Kahan, How futile are mindless assessments of roundoff in floating-point computation?, 2006.

    Examples
    --------
    >>> round(float(np.degrees(angle_between([1.0, 0.0, 0.0], [1.0, 1.0, 0.0]))), 9)
    45.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    a, b = a / frames.distance(a)[..., None], b / frames.distance(b)[..., None]
    return 2.0 * np.arctan2(frames.distance(a - b), frames.distance(a + b))


def sun_exclusion_angle(position, direction, sun):
    """Angle between a line of sight and the centre of the Sun.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    direction : (..., 3) array
        Line of sight, any length. [1]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Angle, 0 to π. [rad]

    References
    ----------
    .. [1] :func:`angle_between`.

    Examples
    --------
    >>> float(np.degrees(sun_exclusion_angle([7e6, 0.0, 0.0], [-1.0, 0.0, 0.0], [1.5e11, 0.0, 0.0])))
    180.0
    """
    return angle_between(direction, np.subtract(sun, position))


def limb_exclusion_angle(position, direction, radius=EARTH_RADIUS):
    """Angle between a line of sight and the nearest point of the Earth's limb, negative where the Earth is in the way.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    direction : (..., 3) array
        Line of sight, any length. [1]
    radius : float, optional
        Radius of the limb; add the height of the atmosphere where it matters. [m]

    Returns
    -------
    (...) array
        Angle, negative inside the disk. [rad]

    References
    ----------
    .. [1] The disk's angular radius is arcsin(R/r).

    Examples
    --------
    >>> round(float(np.degrees(limb_exclusion_angle([2.0, 0.0, 0.0], [1.0, 0.0, 0.0], 1.0))), 9)   # looking up
    150.0
    """
    position = np.asarray(position, dtype=float)
    return angle_between(direction, -position) - np.arcsin(radius / frames.distance(position))
