"""Gravity of point masses: acceleration, gradient and potential."""

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS, SPEED_OF_LIGHT, SUN_GM

KAULA = 1e-5  # rms of a normalised coefficient of degree l is KAULA / l^2


def gravity_acceleration(position, gravitational_parameter=EARTH_GM):
    """Gravitational acceleration of a point mass.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the body's centre. [m]
    gravitational_parameter : float, optional
        GM of the body. [m³ s⁻²]

    Returns
    -------
    (..., 3) array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> gravity_acceleration([2.0, 0.0, 0.0], 4.0).tolist()
    [-1.0, -0.0, -0.0]
    """
    position = np.asarray(position, dtype=float)
    return -gravitational_parameter * position / np.linalg.norm(position, axis=-1, keepdims=True) ** 3


def earth_acceleration(position):
    """Magnitude of the gravitational acceleration of the Earth as a point mass.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> round(float(earth_acceleration([6_978_137.0, 0.0, 0.0])), 2)   # 600 km
    8.19
    """
    return np.linalg.norm(gravity_acceleration(position), axis=-1)


def potential(position, gravitational_parameter=EARTH_GM):
    """Newtonian potential of a point mass, -GM/r.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the body's centre. [m]
    gravitational_parameter : float, optional
        GM of the body. [m³ s⁻²]

    Returns
    -------
    (...) array
        Potential, negative. [m²/s²]

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> float(potential([2.0, 0.0, 0.0], 4.0))
    -2.0
    """
    return -gravitational_parameter / np.linalg.norm(position, axis=-1)


def gravity_gradient(position, gravitational_parameter=EARTH_GM):
    """Radial gravity gradient of a point mass, 2GM/r³.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the body's centre. [m]
    gravitational_parameter : float, optional
        GM of the body. [m³ s⁻²]

    Returns
    -------
    (...) array
        Change of the acceleration along the radius. [s⁻²]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 7.2.1.

    Examples
    --------
    >>> round(float(gravity_gradient([6_798_137.0, 0.0, 0.0])) * 1e9)   # at 420 km, in eötvös
    2537
    """
    return 2.0 * gravitational_parameter / np.linalg.norm(position, axis=-1) ** 3


def tidal_gradient(position, sun):
    """Gravity gradient tensor of Earth and Sun at a spacecraft.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (..., 3, 3) array
        Derivative of the acceleration, in the axes of the arguments; symmetric, without trace. [s⁻²]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 7.2.1.

    Examples
    --------
    >>> tensor = tidal_gradient([6_798_137.0, 0.0, 0.0], [0.0, 1.496e11, 0.0])
    >>> np.round(np.diag(tensor) * 1e9)   # in eötvös; the Sun adds 0.0001
    array([ 2537., -1269., -1269.])
    """
    position = np.asarray(position, dtype=float)
    return _tensor(position, EARTH_GM) + _tensor(position - np.asarray(sun, dtype=float), SUN_GM)


def _tensor(position, gravitational_parameter):
    distance = np.linalg.norm(position, axis=-1)[..., None, None]
    direction = position[..., None] / distance
    return gravitational_parameter / distance**3 * (3.0 * direction * np.swapaxes(direction, -1, -2) - np.eye(3))


def largest_gradient(position, sun):
    """Largest gravity gradient of Earth and Sun over all directions at a spacecraft.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Largest magnitude among the principal values of :func:`tidal_gradient`. [s⁻²]

    References
    ----------
    .. [1] :func:`tidal_gradient`; principal values of a symmetric tensor without trace in closed form: Smith, Commun.
       ACM 4, 168 (1961), doi 10.1145/355578.366316.

    Examples
    --------
    >>> round(float(largest_gradient([6_798_137.0, 0.0, 0.0], [0.0, 1.496e11, 0.0])) * 1e9)   # in eötvös
    2537
    """
    tensor = tidal_gradient(position, sun)
    scale = np.sqrt(np.sum(tensor**2, axis=(-2, -1)) / 6.0)
    angle = np.arccos(np.clip(0.5 * np.linalg.det(tensor / scale[..., None, None]), -1.0, 1.0)) / 3.0
    return 2.0 * scale * np.maximum(np.cos(angle), -np.cos(angle + 2.0 * np.pi / 3.0))


def potential_difference(position):
    """Newtonian potential of the Earth at a spacecraft above that on the equator, over c².

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        GM (1/R - 1/r)/c², positive above the ground. [1]

    References
    ----------
    .. [1] Savalle et al., Class. Quantum Grav. 36, 245004 (2019), doi 10.1088/1361-6382/ab4f25.

    Examples
    --------
    >>> f"{potential_difference([6_778_137.0, 0.0, 0.0]):.4e}"   # 400 km
    '4.1035e-11'
    """
    return (potential(position) + EARTH_GM / EARTH_RADIUS) / SPEED_OF_LIGHT**2


def potential_modulation(position):
    """Change of the Newtonian potential of the Earth along a path, over c².

    Parameters
    ----------
    position : (n, 3) array
        Positions along the path, relative to the centre of the Earth. [m]

    Returns
    -------
    float
        Highest minus lowest potential, on an orbit GM (1/r_perigee - 1/r_apogee)/c². [1]

    References
    ----------
    .. [1] :func:`potential`.

    Examples
    --------
    >>> path = [[7_078_137.0, 0.0, 0.0], [-57_393_837.0, 0.0, 0.0]]   # 700 km to 51 015.7 km
    >>> f"{potential_modulation(path):.4e}"
    '5.4931e-10'
    """
    return np.ptp(potential(position)) / SPEED_OF_LIGHT**2


def potential_deviation(position, time_weights):
    """Root mean square of the Newtonian potential of the Earth about its mean along a path, over c².

    Parameters
    ----------
    position : (n, 3) array
        Positions along the path, relative to the centre of the Earth. [m]
    time_weights : (n,) array
        Share of the time at each position; any common factor cancels. [1]

    Returns
    -------
    float
        What is left of the redshift of a clock once a constant offset is fitted; GM/(a c²) sqrt((1 - e²)^(-1/2) - 1)
        on a Kepler orbit. [1]

    References
    ----------
    .. [1] :func:`potential`; the closed form follows from the time averages of 1/r and 1/r².

    Examples
    --------
    >>> path = [[7_078_137.0, 0.0, 0.0], [-57_393_837.0, 0.0, 0.0]]
    >>> f"{potential_deviation(path, [0.5, 0.5]):.4e}"   # half of the change between two equal stays
    '2.7465e-10'
    """
    depth = potential(position)
    return np.sqrt(np.average((depth - np.average(depth, weights=time_weights)) ** 2, weights=time_weights)) / (
        SPEED_OF_LIGHT**2
    )


def uninterrupted_free_fall(duration):
    """Longest free fall of a spacecraft in orbit: all its time there, as long as no manoeuvre is declared.

    Parameters
    ----------
    duration : float
        Time in orbit. [s]

    Returns
    -------
    float
        Free fall. [s]

    References
    ----------
    .. [1] Definition: an orbit without thrust is free fall.

    Examples
    --------
    >>> uninterrupted_free_fall(86_400.0)
    86400.0
    """
    return duration


def degree_gradient(position, degree):
    """Radial gradient of one spherical-harmonic degree of the Earth's field, rms over the sphere.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    degree : float
        Spherical-harmonic degree l; half a wavelength on the ground is 20 000 km / l. [1]

    Returns
    -------
    (...) array
        GM/r³ (l + 1)(l + 2) (R/r)^l sqrt(2 l + 1) 1e-5/l². [s⁻²]

    References
    ----------
    .. [1] Kaula, Theory of satellite geodesy, Blaisdell, 1966, section 5.2: rms of the coefficients of degree l.

    Examples
    --------
    >>> low, geostationary = degree_gradient([[6_641e3, 0.0, 0.0], [42_164e3, 0.0, 0.0]], 100)
    >>> f"{low:.1e} {geostationary:.0e}"   # millieötvös in a very low orbit
    '3.5e-12 7e-95'
    """
    radius = np.linalg.norm(position, axis=-1)
    coefficient = KAULA / degree**2 * np.sqrt(2.0 * degree + 1.0)
    return EARTH_GM / radius**3 * (degree + 1.0) * (degree + 2.0) * (EARTH_RADIUS / radius) ** degree * coefficient


def gravity_along_inertial_axis(position, perigee_direction):
    """Gravity of the Earth along an inertial axis that points to the Earth at perigee.

    Parameters
    ----------
    position : (n, 3) array
        Positions relative to the centre of the Earth. [m]
    perigee_direction : (n, 3) array
        Unit vectors from the centre of the Earth to the perigee; on a circular orbit to where its elements count from.
        [1]

    Returns
    -------
    (n,) array
        Size of the component. [m/s²]

    References
    ----------
    .. [1] Aguilera et al., Class. Quantum Grav. 31, 115010 (2014), doi 10.1088/0264-9381/31/11/115010: the sensitive
       axis is fixed in space and points to the Earth at perigee.

    Examples
    --------
    >>> along = gravity_along_inertial_axis([[7e6, 0, 0], [0, 7e6, 0]], [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    >>> [round(float(value), 2) for value in along]
    [8.13, 0.0]
    """
    return np.abs(np.sum(gravity_acceleration(position) * np.asarray(perigee_direction), axis=-1))
