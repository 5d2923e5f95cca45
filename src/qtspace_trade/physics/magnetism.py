"""Static magnetic fields: the Earth as a centred dipole, interplanetary floor, small sources, spherical shields."""

import numpy as np

from qtspace_trade.constants import VACUUM_PERMEABILITY

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


def point_dipole_field(moment, distance, latitude):
    """Magnitude of the field of a small magnet, (μ0/4π) (m/r³) sqrt(1 + 3 sin² λ).

    Valid beyond about five times the size of the source.

    Parameters
    ----------
    moment : array
        Magnetic moment. [A m²]
    distance : array
        Distance. [m]
    latitude : array
        Angle from the magnet's equator: π/2 on the axis. [rad]

    Returns
    -------
    array
        Field. [T]

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.56.

    Examples
    --------
    >>> round(float(point_dipole_field(0.05, 0.5, 0.0)) * 1e9, 1)   # in nT
    40.0
    """
    return VACUUM_PERMEABILITY / (4.0 * np.pi) * moment / distance**3 * np.sqrt(1.0 + 3.0 * np.sin(latitude) ** 2)


def point_dipole_field_rms(moment, distance):
    """Root mean square over all directions of the field of a small magnet, (μ0/4π) √2 m/r³.

    Parameters
    ----------
    moment : array
        Magnetic moment. [A m²]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Field. [T]

    References
    ----------
    .. [1] Mean of 1 + 3 sin² λ over the sphere is 2.

    Examples
    --------
    >>> round(float(point_dipole_field_rms(0.05, 0.5)) * 1e9, 1)   # in nT
    56.6
    """
    return VACUUM_PERMEABILITY / (4.0 * np.pi) * np.sqrt(2.0) * moment / distance**3


def spherical_shield_factor(relative_permeability, wall, radius):
    """Factor by which a thin spherical shield reduces a static field, 1 + (2/3) μ t/R.

    Real shields have openings and are weaker.

    Parameters
    ----------
    relative_permeability : array
        Relative permeability of the wall. [1]
    wall : array
        Wall thickness. [m]
    radius : array
        Radius. [m]

    Returns
    -------
    array
        Outside field divided by inside field. [1]

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, section 5.12, thin wall of high permeability.

    Examples
    --------
    >>> round(float(spherical_shield_factor(2e4, 1e-3, 0.15)), 1)
    89.9
    """
    return 1.0 + 2.0 / 3.0 * relative_permeability * wall / radius


def nested_spherical_shield_factor(inner_factor, outer_factor, inner_radius, outer_radius):
    """Factor of two nested spherical shields, 1 + S₁ + S₂ + S₁ S₂ [1 - (R₁/R₂)³].

    Parameters
    ----------
    inner_factor : array
        Factor of the inner shield alone. [1]
    outer_factor : array
        Factor of the outer shield alone. [1]
    inner_radius : array
        Radius of the inner shield. [m]
    outer_radius : array
        Radius of the outer shield. [m]

    Returns
    -------
    array
        Outside field divided by inside field. [1]

    References
    ----------
    .. [1] Mager, IEEE Trans. Magn. 6, 67 (1970), doi 10.1109/TMAG.1970.1066714.

    Examples
    --------
    >>> round(float(nested_spherical_shield_factor(11.0, 11.0, 1.0, 2.0)), 1)   # 1 + 10 + 10 + 100 (7/8)
    108.5
    """
    inner, outer = inner_factor - 1.0, outer_factor - 1.0
    return 1.0 + inner + outer + inner * outer * (1.0 - (inner_radius / outer_radius) ** 3)
