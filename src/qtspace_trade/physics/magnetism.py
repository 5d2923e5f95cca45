"""Natural magnetic fields: the Earth as a centred dipole, interplanetary floor."""

import numpy as np

IGRF_RADIUS = 6_371_200.0  # m, reference radius of the IGRF
IGRF_DIPOLE = (-1410.3e-9, 4545.5e-9, -29350.0e-9)  # T, g11, h11, g10 of IGRF-14 at 2025.0
EARTH_DIPOLE_FIELD = float(np.linalg.norm(IGRF_DIPOLE))  # T, on the magnetic equator at the reference radius
EARTH_DIPOLE_AXIS = tuple(float(-g) / EARTH_DIPOLE_FIELD for g in IGRF_DIPOLE)  # towards 80.8 N, 72.8 W
INTERPLANETARY_FIELD = 5e-9  # T, usual value at 1 au, recalled and not taken from one source


def earth_dipole_field(position, axis=(0.0, 0.0, 1.0)):
    """Magnitude of the Earth's field from a dipole at its centre.

    Root-mean-square difference from the full IGRF-14 of 2025, over the sphere, with the tilted axis (without the
    tilt): 21 % (24 %) at 500 km, 16 % (18 %) at 2000 km, 4 % (8 %) at 20 200 km, 3 % (7 %) at 35 786 km. The worst
    place is the South Atlantic, where the dipole is 73 % too high at 500 km.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    axis : (3,) array, optional
        Unit vector of the dipole axis in the same frame. Without it the axis is that of rotation; in an Earth-fixed
        frame ``EARTH_DIPOLE_AXIS`` adds the tilt of 9.2°. [1]

    Returns
    -------
    (...) array
        Field. [T]

    References
    ----------
    .. [1] International Geomagnetic Reference Field, 14th generation, IAGA 2024; first-order coefficients of 2025.0.
    .. [2] Alken et al., Earth Planets Space 73, 49 (2021), doi 10.1186/s40623-020-01288-x, for the conventions.

    Examples
    --------
    >>> round(float(earth_dipole_field([6_371_200.0, 0.0, 0.0])) * 1e6, 1)   # in μT
    29.7
    """
    position = np.asarray(position, dtype=float)
    distance = np.linalg.norm(position, axis=-1)
    sine = position @ np.asarray(axis, dtype=float) / distance
    return EARTH_DIPOLE_FIELD * (IGRF_RADIUS / distance) ** 3 * np.sqrt(1.0 + 3.0 * sine**2)


def ambient_field(position, axis=(0.0, 0.0, 1.0)):
    """Magnitude of the natural field: the Earth's dipole, but never below the interplanetary 5 nT.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    axis : (3,) array, optional
        As for :func:`earth_dipole_field`. [1]

    Returns
    -------
    (...) array
        Field. [T]

    References
    ----------
    .. [1] :func:`earth_dipole_field`; the floor is the usual value at 1 au (2 to 15 nT), from memory.

    Examples
    --------
    >>> float(ambient_field([1.5e9, 0.0, 0.0]))
    5e-09
    """
    return np.maximum(earth_dipole_field(position, axis), INTERPLANETARY_FIELD)
