"""Times, directions of Sun and Moon, the rotating Earth and geodetic coordinates.

Inertial vectors are geocentric, in the equatorial axes of J2000 (the ICRS to within 0.03″). `time` is always
terrestrial time (TT) in seconds since J2000.0 = 2000-01-01T12:00:00 TT. Polar motion (0.3″, 10 m on the ground) is
left out.
"""

import functools
from datetime import UTC, datetime, timedelta

import numpy as np

from qtspace_trade.constants import DAY, EARTH_FLATTENING, EARTH_RADIUS, EARTH_ROTATION_RATE

J2000_JULIAN_DATE = 2_451_545.0
CENTURY = 36_525.0 * DAY
TURN = 2.0 * np.pi
TT_MINUS_TAI = 32.184  # s, by definition
UT1_MINUS_TT = -69.184  # s, UT1 taken as UTC since 2017; in truth within 0.9 s, which is 0.004° of rotation
OBLIQUITY = np.radians(84_381.448 / 3600.0)  # of the ecliptic at J2000, IAU 1976
ARCSECOND = np.radians(1.0 / 3600.0)

# Sun: mean anomaly [deg, deg/century], perihelion [deg, deg/century], equation of the centre by sin M and sin 2M/2
# [arcsec], distance by 1, cos M and cos 2M [m]: Montenbruck and Gill (2000), section 3.3.2, with the motion of the
# perihelion by Simon et al. (1994).
SUN_ANOMALY = (357.5256, 35_999.049)
SUN_PERIHELION = (282.94, 0.3225)
SUN_EQUATION = (6892.0, 144.0)
SUN_DISTANCE = (149.619e9, -2.499e9, -0.021e9)

POLE_STEP = 6 * 3600.0
POLE_BLOCK = 32 * DAY

ROTATION_AT_EPOCH, ROTATION_EXCESS = 0.779_057_273_264_0, 0.002_737_811_911_354_48  # turns, and turns per day beyond one

ECCENTRICITY_SQUARED = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)
SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)
POLAR_RADIUS = EARTH_RADIUS * (1.0 - EARTH_FLATTENING)

# Multiples of the Moon's and the Sun's mean anomaly, of the Moon's argument of latitude and of its elongation, and the
# amplitude: Montenbruck and Gill (2000), section 3.3.2.
MOON_LONGITUDE_TERMS = (  # arcsec
    ((1, 0, 0, 0), 22640.0), ((2, 0, 0, 0), 769.0), ((1, 0, 0, -2), -4586.0), ((0, 0, 0, 2), 2370.0),
    ((0, 1, 0, 0), -668.0), ((0, 0, 2, 0), -412.0), ((2, 0, 0, -2), -212.0), ((1, 1, 0, -2), -206.0),
    ((1, 0, 0, 2), 192.0), ((0, 1, 0, -2), -165.0), ((1, -1, 0, 0), 148.0), ((0, 0, 0, 1), -125.0),
    ((1, 1, 0, 0), -110.0), ((0, 0, 2, -2), -55.0),
)  # fmt: skip
MOON_LATITUDE_TERMS = (  # arcsec
    ((0, 0, 1, -2), -526.0), ((1, 0, 1, -2), 44.0), ((-1, 0, 1, -2), -31.0), ((-2, 0, 1, 0), -25.0),
    ((0, 1, 1, -2), -23.0), ((-1, 0, 1, 0), 21.0), ((0, -1, 1, -2), 11.0),
)  # fmt: skip
MOON_DISTANCE_TERMS = (  # km
    ((0, 0, 0, 0), 385000.0), ((1, 0, 0, 0), -20905.0), ((1, 0, 0, -2), -3699.0), ((0, 0, 0, 2), -2956.0),
    ((2, 0, 0, 0), -570.0), ((2, 0, 0, -2), 246.0), ((0, 1, 0, -2), -205.0), ((1, 0, 0, 2), -171.0),
    ((1, 1, 0, -2), -152.0),
)  # fmt: skip


def parse_epoch(text):
    """Terrestrial time of a calendar date in UTC.

    Parameters
    ----------
    text : str
        ISO 8601 date and time; UTC unless it states an offset.

    Returns
    -------
    float
        Time TT since J2000.0. [s]

    Raises
    ------
    ValueError
        The text is no ISO 8601 date, or lies before 1972, when UTC began to count whole leap seconds.

    References
    ----------
    .. [1] IERS Conventions (2010), Tech. Note 36, chapter 10; leap seconds from the SOFA table in ERFA.

    Examples
    --------
    >>> parse_epoch("2000-01-01T12:00:00")   # 32 leap seconds + 32.184 s
    64.184
    """
    import erfa

    moment = _moment(text)
    if moment.year < 1972:
        raise ValueError(f"epoch '{text}': expected a date from 1972 on")
    table = erfa.leap_seconds.get()
    in_force = (table["year"] < moment.year) | ((table["year"] == moment.year) & (table["month"] <= moment.month))
    elapsed = moment - datetime(2000, 1, 1, 12, tzinfo=UTC)
    return elapsed.total_seconds() + float(table["tai_utc"][in_force][-1]) + TT_MINUS_TAI


def calendar_text(epoch, seconds):
    """Calendar date of a time since an epoch, to the second; leap seconds after the epoch are left out.

    Parameters
    ----------
    epoch : str
        ISO 8601 date and time; UTC unless it states an offset.
    seconds : float
        Time since the epoch. [s]

    Returns
    -------
    str
        ISO 8601 date and time in UTC, without offset.

    References
    ----------
    .. [1] ISO 8601.

    Examples
    --------
    >>> calendar_text("2027-01-01T02:00:00+02:00", 90.4)
    '2027-01-01T00:01:30'
    """
    return (_moment(epoch) + timedelta(seconds=float(seconds))).replace(tzinfo=None).isoformat(timespec="seconds")


def _moment(text):
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def sun_position(time):
    """Geometric position of the Sun from the Earth.

    The short series of Montenbruck and Gill with the perihelion advancing by 0.3225° per century, without which it is
    0.09° off in 2026. Within 0.01° and 1e-4 of the distance from 2016 to 2036.

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0. [s]

    Returns
    -------
    (..., 3) array
        Vector from the Earth to the Sun. [m]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.3.2.
    .. [2] Simon et al., Astron. Astrophys. 282, 663 (1994), for the motion of the perihelion relative to fixed stars.

    Examples
    --------
    >>> round(float(np.linalg.norm(sun_position(0.0))) / 149_597_870_700.0, 3)   # two days before perihelion
    0.983
    """
    centuries = np.asarray(time, dtype=float) / CENTURY
    anomaly = np.radians(SUN_ANOMALY[0] + SUN_ANOMALY[1] * centuries)
    sine, cosine = np.sin(anomaly), np.cos(anomaly)
    perihelion = np.radians(SUN_PERIHELION[0] + SUN_PERIHELION[1] * centuries)
    longitude = perihelion + anomaly + ARCSECOND * (SUN_EQUATION[0] * sine + SUN_EQUATION[1] * sine * cosine)
    distance = SUN_DISTANCE[0] + SUN_DISTANCE[1] * cosine + SUN_DISTANCE[2] * (2.0 * cosine**2 - 1.0)
    across = distance * np.sin(longitude)
    return np.stack([distance * np.cos(longitude), across * np.cos(OBLIQUITY), across * np.sin(OBLIQUITY)], axis=-1)


def moon_position(time):
    """Geometric position of the Moon from the Earth, within 0.1° and 600 km.

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0. [s]

    Returns
    -------
    (..., 3) array
        Vector from the Earth to the Moon. [m]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.3.2.

    Examples
    --------
    >>> round(float(np.linalg.norm(moon_position(0.0))) / 1e6)   # in 1000 km
    402
    """
    centuries = np.asarray(time, dtype=float) / CENTURY
    mean_longitude = np.radians(218.31617 + (481_267.88088 - 1.3972) * centuries)
    arguments = (
        np.radians(134.96292 + 477_198.86753 * centuries),
        np.radians(357.52543 + 35_999.04944 * centuries),
        np.radians(93.27283 + 483_202.01873 * centuries),
        np.radians(297.85027 + 445_267.11135 * centuries),
    )
    inequality = ARCSECOND * _series(np.sin, MOON_LONGITUDE_TERMS, arguments)
    node_argument = arguments[2] + inequality
    node_argument = node_argument + ARCSECOND * (412.0 * np.sin(2.0 * arguments[2]) + 541.0 * np.sin(arguments[1]))
    latitude = ARCSECOND * (18_520.0 * np.sin(node_argument) + _series(np.sin, MOON_LATITUDE_TERMS, arguments))
    distance = 1e3 * _series(np.cos, MOON_DISTANCE_TERMS, arguments)
    ecliptic = distance[..., None] * local_vertical(latitude, mean_longitude + inequality)
    x, y, z = np.moveaxis(ecliptic, -1, 0)
    cosine, sine = np.cos(OBLIQUITY), np.sin(OBLIQUITY)
    return np.stack([x, cosine * y - sine * z, sine * y + cosine * z], axis=-1)


def _series(function, terms, arguments):
    return sum(
        amplitude * function(sum(m * a for m, a in zip(multiples, arguments, strict=True)))
        for multiples, amplitude in terms
    )


def distance(position):
    """Length of a vector, such as the distance from the centre of the Earth.

    Parameters
    ----------
    position : (..., 3) array
        Vector. [m]

    Returns
    -------
    (...) array
        Its length. [m]

    References
    ----------
    .. [1] Euclidean norm.

    Examples
    --------
    >>> float(distance([3.0, 4.0, 12.0]))
    13.0
    """
    position = np.asarray(position, dtype=float)
    return np.sqrt(np.einsum("...i,...i->...", position, position))


def sun_distance(position, sun_vector):
    """Distance of a spacecraft from the Sun.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    sun_vector : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Distance. [m]

    References
    ----------
    .. [1] Euclidean norm of the difference.

    Examples
    --------
    >>> float(sun_distance([3.0, 0.0, 0.0], [0.0, 4.0, 0.0]))
    5.0
    """
    return distance(np.subtract(sun_vector, position))


def raan_from_local_time(local_time_hours, time):
    """Right ascension of a node that lies at a given mean local solar time.

    Parameters
    ----------
    local_time_hours : array
        Mean local solar time at the node, 0 to 24. [h]
    time : array
        Time TT since J2000.0. [s]

    Returns
    -------
    array
        Right ascension, 0 to 2π. [rad]

    References
    ----------
    .. [1] Mean longitude of the Sun, 280.46646° + 36000.76983° T: Meeus, Astronomical algorithms, 2nd ed., 1998,
       eq. 25.2.

    Examples
    --------
    >>> round(float(np.degrees(raan_from_local_time(12.0, 0.0))), 2)   # at noon, that of the mean Sun
    280.47
    """
    mean_sun = np.radians(280.46646 + 36_000.76983 * np.asarray(time, dtype=float) / CENTURY)
    return (mean_sun + TURN * (np.asarray(local_time_hours, dtype=float) - 12.0) / 24.0) % TURN


def earth_rotation_angle(time, ut1_minus_tt=UT1_MINUS_TT):
    """Angle by which the Earth has turned about its axis, from the celestial to the terrestrial origin.

    Parameters
    ----------
    time : array
        Time TT since J2000.0. [s]
    ut1_minus_tt : float, optional
        Universal time minus terrestrial time. The default takes UT1 as UTC with the 37 leap seconds since 2017. [s]

    Returns
    -------
    array
        Earth rotation angle, 0 to 2π. [rad]

    References
    ----------
    .. [1] IERS Conventions (2010), Tech. Note 36, chapter 5.

    Examples
    --------
    >>> round(float(np.degrees(earth_rotation_angle(0.0, 0.0))), 2)
    280.46
    """
    days = (np.asarray(time, dtype=float) + ut1_minus_tt) / DAY
    return TURN * ((ROTATION_AT_EPOCH + ROTATION_EXCESS * days + days % 1.0) % 1.0)


def earth_fixed_position(position, time, ut1_minus_tt=UT1_MINUS_TT):
    """Position in axes that turn with the Earth.

    Uses the Earth rotation angle and the celestial pole of IAU 2006/2000A, interpolated between values 6 h apart.

    Parameters
    ----------
    position : (..., 3) array
        Inertial position. [m]
    time : (...) array
        Time TT since J2000.0. [s]
    ut1_minus_tt : float or (...) array, optional
        As for :func:`earth_rotation_angle`. [s]

    Returns
    -------
    (..., 3) array
        Position in the terrestrial frame, without polar motion. [m]

    References
    ----------
    .. [1] IERS Conventions (2010), Tech. Note 36, chapter 5.

    Examples
    --------
    >>> fixed = earth_fixed_position([7e6, 0.0, 0.0], 0.0)
    >>> round(float(np.degrees(np.arctan2(fixed[1], fixed[0]))), 1)   # minus the rotation angle, 280.2°
    79.8
    """
    from qtspace_trade.physics import secular_kernel

    position, time = np.asarray(position, dtype=float), np.asarray(time, dtype=float)
    shape = np.broadcast_shapes(position.shape[:-1], time.shape)
    x, y, z = (np.broadcast_to(part, shape).ravel() for part in np.moveaxis(position, -1, 0))
    fixed = np.empty((3, x.size))
    moments, universal = (np.broadcast_to(part, shape).ravel() for part in (time, time + ut1_minus_tt))
    secular_kernel.fill_earth_fixed(x, y, z, moments, universal, _pole_nodes(time), fixed)
    return np.moveaxis(fixed.reshape(3, *shape), 0, -1)


def earth_fixed_velocity(position, velocity, time, ut1_minus_tt=UT1_MINUS_TT):
    """Velocity relative to the rotating Earth, in axes that turn with it.

    Parameters
    ----------
    position : (..., 3) array
        Inertial position. [m]
    velocity : (..., 3) array
        Inertial velocity. [m/s]
    time : (...) array
        Time TT since J2000.0. [s]
    ut1_minus_tt : float, optional
        As for :func:`earth_rotation_angle`. [s]

    Returns
    -------
    (..., 3) array
        Velocity in the terrestrial frame. [m/s]

    References
    ----------
    .. [1] v - ω x r at a constant rotation rate ω; the axis is at rest.

    Examples
    --------
    >>> velocity = earth_fixed_velocity([42_164e3, 0.0, 0.0], [0.0, 3074.66, 0.0], 0.0)   # a geostationary satellite
    >>> bool(np.linalg.norm(velocity) < 0.1)
    True
    """
    x, y, _ = np.moveaxis(earth_fixed_position(position, time, ut1_minus_tt), -1, 0)
    turned = earth_fixed_position(velocity, time, ut1_minus_tt)
    return turned + EARTH_ROTATION_RATE * np.stack([y, -x, np.zeros_like(x)], axis=-1)


def celestial_pole(time):
    """Coordinates of the Earth's axis in the inertial frame and the locator of the celestial origin.

    Linear between nodes 6 h apart, which costs less than 0.001″.

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0. [s]

    Returns
    -------
    x, y : (...) array
        Components of the unit vector along the axis. [1]
    locator : (...) array
        Celestial intermediate origin locator s. [rad]

    References
    ----------
    .. [1] IERS Conventions (2010), Tech. Note 36, chapter 5; IAU 2006/2000A as `xys06a` of ERFA.

    Examples
    --------
    >>> x, _, _ = celestial_pole(26.0 * 31_557_600.0)   # precession of 20.04″ a year, and nutation
    >>> round(float(np.degrees(x)), 2)
    0.15
    """
    time = np.asarray(time, dtype=float)
    nodes = _pole_nodes(time)
    return tuple(np.interp(time, nodes[0], row) for row in nodes[1:])


def _pole_nodes(time):
    """Time, coordinates of the pole and locator every 6 h over all of the times, as four rows."""
    if not np.size(time):
        return np.zeros((4, 2))
    first, last = (int(np.floor(end / POLE_BLOCK)) for end in (np.min(time), np.max(time)))
    return _joined_pole_blocks(first, last)


@functools.lru_cache(maxsize=64)
def _joined_pole_blocks(first, last):
    blocks = [_pole_block(block)[:, :-1] for block in range(first, last + 1)]
    return np.concatenate([*blocks, _pole_block(last)[:, -1:]], axis=1)


@functools.lru_cache(maxsize=1024)
def _pole_block(block):
    import erfa

    time = block * POLE_BLOCK + POLE_STEP * np.arange(POLE_BLOCK / POLE_STEP + 1)
    return np.array([time, *erfa.xys06a(J2000_JULIAN_DATE, time / DAY)])


def local_vertical(latitude, longitude):
    """Unit vector of given latitude and longitude, such as the vertical of the ellipsoid.

    Parameters
    ----------
    latitude : array
        Latitude, geodetic for the ellipsoid's vertical. [rad]
    longitude : array
        Longitude. [rad]

    Returns
    -------
    (..., 3) array
        Unit vector. [1]

    References
    ----------
    .. [1] Spherical coordinates; for geodetic latitude Montenbruck and Gill, Satellite orbits, Springer, 2000,
       section 5.5.

    Examples
    --------
    >>> local_vertical(0.0, 0.0).tolist()
    [1.0, 0.0, 0.0]
    """
    return np.stack(
        np.broadcast_arrays(
            np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)
        ),
        axis=-1,
    )


def station_position(latitude, longitude, altitude):
    """Earth-fixed position of geodetic coordinates on the WGS 84 ellipsoid.

    Parameters
    ----------
    latitude : array
        Geodetic latitude. [rad]
    longitude : array
        Longitude, east positive. [rad]
    altitude : array
        Height above the ellipsoid. [m]

    Returns
    -------
    (..., 3) array
        Earth-fixed position. [m]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 5.5.

    Examples
    --------
    >>> station_position(0.0, 0.0, 1000.0).tolist()
    [6379137.0, 0.0, 0.0]
    """
    normal = EARTH_RADIUS / np.sqrt(1.0 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2)
    scale = np.stack(
        np.broadcast_arrays(normal + altitude, normal + altitude, normal * (1.0 - ECCENTRICITY_SQUARED) + altitude),
        axis=-1,
    )
    return scale * local_vertical(latitude, longitude)


def geodetic(position_earth_fixed):
    """Geodetic coordinates on the WGS 84 ellipsoid.

    Bowring's closed formula; within 0.1 mm from the ground to the Sun-Earth libration points.

    Parameters
    ----------
    position_earth_fixed : (..., 3) array
        Earth-fixed position. [m]

    Returns
    -------
    latitude : (...) array
        Geodetic latitude. [rad]
    longitude : (...) array
        Longitude, east positive, -π to π. [rad]
    altitude : (...) array
        Height above the ellipsoid. [m]

    References
    ----------
    .. [1] Bowring, Survey Review 28, 202 (1985), doi 10.1179/sre.1985.28.218.202.

    Examples
    --------
    >>> latitude, longitude, altitude = geodetic([0.0, 0.0, 6_356_752.314_245 + 1000.0])   # above the pole
    >>> round(float(np.degrees(latitude))), round(float(altitude), 3)
    (90, 1000.0)
    """
    x, y, z = np.moveaxis(np.asarray(position_earth_fixed, dtype=float), -1, 0)
    axis_distance = np.hypot(x, y)
    radius = np.hypot(axis_distance, z)
    reduced = np.arctan2(
        POLAR_RADIUS * z * (1.0 + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS / radius), EARTH_RADIUS * axis_distance
    )
    latitude = np.arctan2(
        z + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS * np.sin(reduced) ** 3,
        axis_distance - ECCENTRICITY_SQUARED * EARTH_RADIUS * np.cos(reduced) ** 3,
    )
    sine = np.sin(latitude)
    height = axis_distance * np.cos(latitude) + z * sine - EARTH_RADIUS * np.sqrt(1.0 - ECCENTRICITY_SQUARED * sine**2)
    return latitude, np.arctan2(y, x), height


def geodetic_altitude(earth_fixed_position):
    """Height above the WGS 84 ellipsoid.

    Parameters
    ----------
    earth_fixed_position : (..., 3) array
        Earth-fixed position. [m]

    Returns
    -------
    (...) array
        Height. [m]

    References
    ----------
    .. [1] :func:`geodetic`.

    Examples
    --------
    >>> float(geodetic_altitude([6_978_137.0, 0.0, 0.0]))
    600000.0
    """
    return geodetic(earth_fixed_position)[2]
