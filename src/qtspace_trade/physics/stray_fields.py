"""Stray magnetic fields on board: sources, distance, shields, and what the field does to a victim.

A unit is a dipole from about ``FAR_FIELD`` times its size on; the same law holds for alternating fields as long as the
distance is far below the wavelength and no conducting wall is between.
"""

import numpy as np

from qtspace_trade.constants import VACUUM_PERMEABILITY
from qtspace_trade.physics._checks import _choice, _not_negative, _number, _positive, _share

FAR_FIELD = 5.0  # distance over size of the source from which the dipole law is within 6 % on the axis of a coil
SPHERE, CYLINDER, AXIAL = "sphere", "cylinder", "axial"
GAP_EXPONENTS = {SPHERE: 3.0, CYLINDER: 2.0, AXIAL: 1.0}  # of the ratio of radii of two nested shields
OPENING_DECAY = {AXIAL: 2.404_825_557_695_773, CYLINDER: 3.831_705_970_207_512}  # first zeros of J0 and J1
WALL_CONCENTRATION = {SPHERE: 1.5, CYLINDER: 2.0}
EDDY_DIVISORS = {SPHERE: 3.0, CYLINDER: 2.0}


def point_dipole_field(moment, distance, latitude):
    """Magnitude of the field of a small magnet, (μ0/4π) (m/r³) sqrt(1 + 3 sin² λ).

    Parameters
    ----------
    moment : array
        Magnitude of the magnetic moment. [A m²]
    distance : array
        Distance. [m]
    latitude : array
        Angle from the magnet's equator: π/2 on the axis. [rad]

    Returns
    -------
    array
        Field. [T]

    Raises
    ------
    ValueError
        The moment is negative or the distance not positive.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.56.

    Examples
    --------
    >>> round(float(point_dipole_field(0.05, 0.5, 0.0)) * 1e9, 1)   # in nT
    40.0
    """
    return 0.5 * dipole_field_at_distance(moment, distance) * np.sqrt(1.0 + 3.0 * np.sin(latitude) ** 2)


def point_dipole_field_rms(moment, distance):
    """Root mean square over all directions of the field of a small magnet, (μ0/4π) √2 m/r³.

    Parameters
    ----------
    moment : array
        Magnitude of the magnetic moment. [A m²]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Field. [T]

    Raises
    ------
    ValueError
        The moment is negative or the distance not positive.

    References
    ----------
    .. [1] Mean of 1 + 3 sin² λ over the sphere is 2.

    Examples
    --------
    >>> round(float(point_dipole_field_rms(0.05, 0.5)) * 1e9, 1)   # in nT
    56.6
    """
    return dipole_field_at_distance(moment, distance) / np.sqrt(2.0)


def dipole_field_at_distance(moment, distance):
    """Magnetic field of a unit of unknown orientation: the value on the axis, (μ0/4π) 2 m/r³, as the worst case.

    Parameters
    ----------
    moment : array
        Magnitude of the magnetic moment. [A m²]
    distance : array
        Distance, beyond about five times the size of the source. [m]

    Returns
    -------
    array
        Field. [T]

    Raises
    ------
    ValueError
        The moment is negative or the distance not positive.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.56.

    Examples
    --------
    >>> round(float(dipole_field_at_distance(0.05, 0.5)) * 1e9, 1)   # in nT
    80.0
    """
    moment = _not_negative(moment, "magnetic moment", "A m²")
    return VACUUM_PERMEABILITY / (2.0 * np.pi) * moment / _positive(distance, "distance", "m") ** 3


def dipole_gradient_at_distance(moment, distance):
    """Gradient of the magnetic field of a unit of unknown orientation, 3 B/r with B on the axis.

    Parameters
    ----------
    moment : array
        Magnitude of the magnetic moment. [A m²]
    distance : array
        Distance, beyond about five times the size of the source. [m]

    Returns
    -------
    array
        Gradient. [T/m]

    Raises
    ------
    ValueError
        The moment is negative or the distance not positive.

    References
    ----------
    .. [1] Derivative of :func:`dipole_field_at_distance`.

    Examples
    --------
    >>> round(float(dipole_gradient_at_distance(0.05, 0.5)) * 1e9, 1)   # in nT/m
    480.0
    """
    return 3.0 * dipole_field_at_distance(moment, distance) / _number(distance)


def dipole_field_vector(moment, displacement):
    """Field of a magnet of known orientation at a known place, (μ0/4π) [3 (m·n) n - m]/r³.

    Parameters
    ----------
    moment : (..., 3) array
        Magnetic moment. [A m²]
    displacement : (..., 3) array
        From the magnet to the point. [m]

    Returns
    -------
    (..., 3) array
        Field. [T]

    Raises
    ------
    ValueError
        The point is at the magnet.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.56.

    Examples
    --------
    >>> field = dipole_field_vector([0.0, 0.0, 0.05], [0.0, 0.0, 0.5])
    >>> np.round(field * 1e9, 1).tolist()   # in nT
    [0.0, 0.0, 80.0]
    """
    moment, displacement = np.asarray(moment, dtype=float), np.asarray(displacement, dtype=float)
    distance = _positive(np.linalg.norm(displacement, axis=-1, keepdims=True), "distance", "m")
    direction = displacement / distance
    along = np.sum(moment * direction, axis=-1, keepdims=True)
    return VACUUM_PERMEABILITY / (4.0 * np.pi) * (3.0 * along * direction - moment) / distance**3


def loop_moment(turns, current, area):
    """Magnetic moment of a coil or of a loop in the harness, N I A.

    Parameters
    ----------
    turns : array
        Turns. [1]
    current : array
        Current. [A]
    area : array
        Enclosed area. [m²]

    Returns
    -------
    array
        Magnitude of the moment. [A m²]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.57.

    Examples
    --------
    >>> loop_moment(1.0, 10.0, 0.5)   # uncompensated string of a solar array
    5.0
    """
    turns, current = _not_negative(turns, "turns", ""), _not_negative(current, "current", "A")
    return turns * current * _not_negative(area, "area", "m²")


def magnet_moment(remanence, volume):
    """Magnetic moment of a permanent magnet without a yoke, B_r V/μ0.

    Parameters
    ----------
    remanence : array
        Remanence B_r. [T]
    volume : array
        Volume of the magnet. [m³]

    Returns
    -------
    array
        Magnitude of the moment. [A m²]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Magnetisation B_r/μ0 times volume, of a hard magnet.

    Examples
    --------
    >>> round(magnet_moment(1.2, 1e-6), 3)   # one cubic centimetre of rare earth
    0.955
    """
    return _not_negative(remanence, "remanence", "T") * _not_negative(volume, "volume", "m³") / VACUUM_PERMEABILITY


def near_field_factor(radius, distance):
    """Field on the axis of a round coil relative to its dipole, (1 + a²/r²)^(-3/2).

    Parameters
    ----------
    radius : array
        Radius a of the coil. [m]
    distance : array
        Distance r from its centre. [m]

    Returns
    -------
    array
        Part of the dipole value, below 1. [1]

    Raises
    ------
    ValueError
        The radius is negative or the distance not positive.

    References
    ----------
    .. [1] Biot-Savart law on the axis of a loop: Jackson, Classical electrodynamics, 3rd ed., 1998, section 5.5.

    Examples
    --------
    >>> round(near_field_factor(0.1, 0.3), 4)
    0.8538
    """
    ratio = _not_negative(radius, "radius", "m") / _positive(distance, "distance", "m")
    return (1.0 + ratio**2) ** -1.5


def coil_field_on_axis(turns, current, radius, distance):
    """Field on the axis of a round coil, exact at any distance, μ0 N I a²/[2 (a² + z²)^(3/2)].

    Parameters
    ----------
    turns : array
        Turns. [1]
    current : array
        Current; its sign is that of the field. [A]
    radius : array
        Radius a of the coil. [m]
    distance : array
        Distance z from its plane, of either sign. [m]

    Returns
    -------
    array
        Field along the axis. [T]

    Raises
    ------
    ValueError
        The radius is not positive.

    References
    ----------
    .. [1] Biot-Savart law on the axis of a loop: Jackson, Classical electrodynamics, 3rd ed., 1998, section 5.5.

    Examples
    --------
    >>> round(float(coil_field_on_axis(50.0, 5.0, 0.04, 0.0)) * 1e3, 3)   # in mT, centre: μ0 N I/(2 a)
    3.927
    """
    radius = _positive(radius, "radius", "m")
    strength = VACUUM_PERMEABILITY * np.multiply(turns, current)
    return strength * radius**2 / (2.0 * np.hypot(radius, distance) ** 3)


def coil_pair_field_on_axis(turns, current, radius, separation, distance, opposed=True):
    """Field on the axis of two equal round coils, exact, with opposed (anti-Helmholtz) or equal currents.

    Parameters
    ----------
    turns : array
        Turns of one coil. [1]
    current : array
        Current. [A]
    radius : array
        Radius of the coils. [m]
    separation : array
        Distance between their planes. [m]
    distance : array
        Distance from the middle of the pair. [m]
    opposed : bool, optional
        Opposed currents, as in a magneto-optical trap: the dipoles cancel and a quadrupole stays. [1]

    Returns
    -------
    array
        Field along the axis. [T]

    Raises
    ------
    ValueError
        The radius is not positive or the separation negative.

    References
    ----------
    .. [1] Sum of two :func:`coil_field_on_axis`.

    Examples
    --------
    >>> round(float(coil_pair_field_on_axis(50.0, 5.0, 0.04, 0.04, 0.5)) * 1e6, 4)   # in μT
    0.4774
    >>> float(coil_pair_field_on_axis(50.0, 5.0, 0.04, 0.04, 0.0))   # the trap itself
    0.0
    """
    half = 0.5 * _not_negative(separation, "separation", "m")
    distance = _number(distance)
    near = coil_field_on_axis(turns, current, radius, distance - half)
    far = coil_field_on_axis(turns, current, radius, distance + half)
    return near - far if opposed else near + far


def quadrupole_field_at_distance(moment, separation, distance):
    """Field on the axis of two opposed dipoles far away, (μ0/4π) 6 m s/r⁴.

    Parameters
    ----------
    moment : array
        Magnitude of the moment of each. [A m²]
    separation : array
        Distance between them, well below the distance to the point. [m]
    distance : array
        Distance from the middle. [m]

    Returns
    -------
    array
        Field. [T]

    Raises
    ------
    ValueError
        Moment or separation are negative or the distance is not positive.

    References
    ----------
    .. [1] Separation times the derivative of :func:`dipole_field_at_distance`.

    Examples
    --------
    >>> round(quadrupole_field_at_distance(1.2566, 0.04, 0.5) * 1e6, 3)   # in μT
    0.483
    """
    return _not_negative(separation, "separation", "m") * dipole_gradient_at_distance(moment, distance)


def spherical_shield_factor(relative_permeability, wall, radius):
    """Factor by which a thin spherical shield reduces a static field, 1 + (2/3) μ t/R.

    Real shields have openings and are weaker.

    Parameters
    ----------
    relative_permeability : array
        Relative permeability of the wall. [1]
    wall : array
        Wall thickness t. [m]
    radius : array
        Radius R. [m]

    Returns
    -------
    array
        Outside field divided by inside field. [1]

    Raises
    ------
    ValueError
        Permeability or wall are negative or the radius is not positive.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, section 5.12, thin wall of high permeability.

    Examples
    --------
    >>> round(float(spherical_shield_factor(2e4, 1e-3, 0.15)), 1)
    89.9
    """
    return 1.0 + 2.0 / 3.0 * _wall_strength(relative_permeability, wall, radius)


def cylindrical_shield_factor(relative_permeability, wall, radius):
    """Factor by which a long thin cylinder reduces a static field across its axis, 1 + μ t/(2 R).

    Along the axis it does less, see :func:`axial_shield_factor`: the weaker direction is the one to quote.

    Parameters
    ----------
    relative_permeability : array
        Relative permeability of the wall. [1]
    wall : array
        Wall thickness t. [m]
    radius : array
        Radius R. [m]

    Returns
    -------
    array
        Outside field divided by inside field. [1]

    Raises
    ------
    ValueError
        Permeability or wall are negative or the radius is not positive.

    References
    ----------
    .. [1] Mager, IEEE Trans. Magn. 6, 67 (1970), doi 10.1109/TMAG.1970.1066714; recalled, compared with the exact
       solution of Laplace's equation in tests/reference/test_coupling_paths.py.

    Examples
    --------
    >>> round(float(cylindrical_shield_factor(2e4, 1e-3, 0.15)), 1)
    67.7
    """
    return 1.0 + 0.5 * _wall_strength(relative_permeability, wall, radius)


def _wall_strength(relative_permeability, wall, radius):
    permeability = _not_negative(relative_permeability, "relative permeability", "")
    return permeability * _not_negative(wall, "wall", "m") / _positive(radius, "radius", "m")


def demagnetising_factor(aspect_ratio):
    """Demagnetising factor along the axis of a long ellipsoid, which stands for a closed cylinder.

    Parameters
    ----------
    aspect_ratio : array
        Length over diameter, 1 or more. [1]

    Returns
    -------
    array
        Factor N, 1/3 for a sphere. [1]

    Raises
    ------
    ValueError
        The ratio is below 1.

    References
    ----------
    .. [1] Osborn, Phys. Rev. 67, 351 (1945), doi 10.1103/PhysRev.67.351, prolate spheroid.

    Examples
    --------
    >>> round(float(demagnetising_factor(2.0)), 4), round(float(demagnetising_factor(1.0)), 4)
    (0.1736, 0.3333)
    """
    ratio = np.asarray(aspect_ratio, dtype=float)
    if (ratio < 1.0).any():
        raise ValueError(f"length over diameter {aspect_ratio}: expected 1 or more")
    excess = ratio**2 - 1.0
    nearly_round = excess < 1e-3
    safe = np.where(nearly_round, 1.0, excess)
    root = np.sqrt(safe)
    long = (ratio * np.arccosh(np.where(nearly_round, np.sqrt(2.0), ratio)) / root - 1.0) / safe
    return np.where(nearly_round, 1.0 / 3.0 - 2.0 / 15.0 * excess + 8.0 / 105.0 * excess**2, long)


def axial_shield_factor(transverse_factor, demagnetising_factor):
    """Factor of a closed cylinder along its axis, 1 + 4 N (S - 1) with S across it.

    Parameters
    ----------
    transverse_factor : array
        :func:`cylindrical_shield_factor`. [1]
    demagnetising_factor : array
        N along the axis, :func:`demagnetising_factor`. [1]

    Returns
    -------
    array
        Outside field divided by inside field. [1]

    Raises
    ------
    ValueError
        The factor is below 1 or N outside 0 to 1.

    References
    ----------
    .. [1] Mager, IEEE Trans. Magn. 6, 67 (1970), doi 10.1109/TMAG.1970.1066714; recalled.

    Examples
    --------
    >>> round(axial_shield_factor(51.0, 0.125), 1)   # 1 + 4 · 0.125 · 50
    26.0
    """
    excess = _shielding(transverse_factor) - 1.0
    return 1.0 + 4.0 * _share(demagnetising_factor, "demagnetising factor") * excess


def opening_leakage(depth, radius, direction=AXIAL):
    """Part of the outside field that comes through the open end of a tube, exp(-k z/R).

    Parameters
    ----------
    depth : array
        Depth z behind the opening. [m]
    radius : array
        Radius R of the tube. [m]
    direction : str, optional
        Outside field along the tube ("axial", k = 2.405) or across it ("cylinder", k = 3.832). [1]

    Returns
    -------
    array
        Inside field divided by outside field. [1]

    Raises
    ------
    ValueError
        The depth is negative, the radius not positive or the direction unknown.

    References
    ----------
    .. [1] First zeros of J0 and J1: Laplace's equation in a tube of high permeability; prefactors of order one are
       left out.

    Examples
    --------
    >>> round(float(opening_leakage(0.2, 0.1)), 4)
    0.0082
    """
    decay = _choice(direction, "direction", OPENING_DECAY)
    return np.exp(-decay * _not_negative(depth, "depth", "m") / _positive(radius, "radius", "m"))


def nested_shield_factor(factors, radii, shape=SPHERE):
    """Factor of nested thin shields of one shape, any number of them.

    For two 1 + S₁ + S₂ + S₁ S₂ [1 - (R₁/R₂)^k] with S = factor - 1; for more the sum over all subsets of the product of
    their S and of the gaps between neighbours in the subset. Walls of finite thickness have smaller gaps: 4 % less for
    1 mm walls 30 mm apart.

    Parameters
    ----------
    factors : (..., n) array
        Factor of each shield alone, inner one first. [1]
    radii : (..., n) array
        Radii, or half lengths for the axial direction, growing. [m]
    shape : str, optional
        "sphere" (k = 3), "cylinder" (across the axis, k = 2) or "axial" (k = 1). [1]

    Returns
    -------
    (...) array
        Outside field divided by inside field. [1]

    Raises
    ------
    ValueError
        A factor is below 1, the radii do not grow or the shape is unknown.

    References
    ----------
    .. [1] Mager, IEEE Trans. Magn. 6, 67 (1970), doi 10.1109/TMAG.1970.1066714; recalled, compared with the exact
       solution of Laplace's equation in tests/reference/test_coupling_paths.py.

    Examples
    --------
    >>> round(float(nested_shield_factor([11.0, 11.0], [1.0, 2.0])), 1)   # 1 + 10 + 10 + 100 (7/8)
    108.5
    """
    excess, gaps = _nested(factors, radii, shape)
    ending_at = []
    for outer in range(excess.shape[-1]):
        within = sum(part * gaps(inner, outer) for inner, part in enumerate(ending_at))
        ending_at.append(excess[..., outer] * (1.0 + within))
    return 1.0 + sum(ending_at)


def leading_shield_factor(factors, radii, shape=SPHERE):
    """Leading term of nested shields, the product of all S and gaps; a lower bound of :func:`nested_shield_factor`.

    Parameters
    ----------
    factors : (..., n) array
        Factor of each shield alone, inner one first. [1]
    radii : (..., n) array
        Radii, or half lengths for the axial direction, growing. [m]
    shape : str, optional
        As for :func:`nested_shield_factor`. [1]

    Returns
    -------
    (...) array
        Outside field divided by inside field, never below 1. [1]

    Raises
    ------
    ValueError
        A factor is below 1, the radii do not grow or the shape is unknown.

    References
    ----------
    .. [1] Last term of :func:`nested_shield_factor`.

    Examples
    --------
    >>> float(leading_shield_factor([11.0, 11.0], [1.0, 2.0]))
    87.5
    """
    excess, gaps = _nested(factors, radii, shape)
    product = np.prod(excess, axis=-1)
    for inner in range(excess.shape[-1] - 1):
        product = product * gaps(inner, inner + 1)
    return np.maximum(product, 1.0)


def _nested(factors, radii, shape):
    exponent = _choice(shape, "shape", GAP_EXPONENTS)
    excess = np.asarray(_shielding(factors)) - 1.0
    radii = np.asarray(_positive(radii, "radius", "m"))
    if (np.diff(radii, axis=-1) <= 0.0).any():
        raise ValueError(f"radii {radii} m of nested shields: expected growing from the inside out")
    return excess, lambda inner, outer: 1.0 - (radii[..., inner] / radii[..., outer]) ** exponent


def _shielding(factor):
    if np.less(factor, 1.0).any():
        raise ValueError(f"shield factor {factor}: expected 1 or more, the outside field divided by the inside field")
    return _number(factor)


def field_behind_shield(field, factor):
    """What a shield leaves of a field from outside, B/S. Sources inside the shield are not reduced.

    Parameters
    ----------
    field : array
        Magnitude outside; a gradient or a spectral density likewise. [T]
    factor : array
        Shield factor S, times that of an active compensation where there is one. [1]

    Returns
    -------
    array
        Magnitude inside. [T]

    Raises
    ------
    ValueError
        The field is negative or the factor below 1.

    References
    ----------
    .. [1] Definition of the shield factor; gradients and higher orders are reduced more: Bidinosti and Martin, AIP
       Advances 4, 047135 (2014), abstract read.

    Examples
    --------
    >>> round(field_behind_shield(40e-6, 4.7e3) * 1e9, 1)   # in nT
    8.5
    """
    return _not_negative(field, "field", "T") / _shielding(factor)


def shield_wall_field(field, radius, wall, shape=CYLINDER):
    """Flux density in the wall of a thin shield, 2 R B/t (cylinder) or 1.5 R B/t (sphere).

    A wall in saturation does not shield; mu-metal saturates at about 0.7 T (recalled).

    Parameters
    ----------
    field : array
        Outside field B. [T]
    radius : array
        Radius R. [m]
    wall : array
        Wall thickness t. [m]
    shape : str, optional
        "cylinder" (across the axis) or "sphere". [1]

    Returns
    -------
    array
        Flux density. [T]

    Raises
    ------
    ValueError
        The field is negative, radius or wall are not positive or the shape is unknown.

    References
    ----------
    .. [1] Flux through the cross-section of a body of high permeability, led through two walls.

    Examples
    --------
    >>> round(shield_wall_field(50e-6, 0.22, 1e-3) * 1e3, 1)   # in mT
    22.0
    """
    concentration = _choice(shape, "shape", WALL_CONCENTRATION)
    radius, wall = _positive(radius, "radius", "m"), _positive(wall, "wall", "m")
    return concentration * radius * _not_negative(field, "field", "T") / wall


def induced_moment(radius, field):
    """Magnetic moment that an outside field induces in a shield, 4 π R³ B/μ0, as for a solid sphere of iron.

    In low orbit a shielded instrument is itself a source that changes sign at the orbital frequency.

    Parameters
    ----------
    radius : array
        Outer radius. [m]
    field : array
        Outside field. [T]

    Returns
    -------
    array
        Magnitude of the moment. [A m²]

    Raises
    ------
    ValueError
        The radius or the field are negative.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, section 5.12, limit of high permeability.

    Examples
    --------
    >>> round(induced_moment(0.25, 40e-6), 2)
    6.25
    """
    radius = _not_negative(radius, "radius", "m")
    return 4.0 * np.pi * radius**3 * _not_negative(field, "field", "T") / VACUUM_PERMEABILITY


def eddy_corner_frequency(conductivity, wall, radius, shape=SPHERE):
    """Frequency above which a conducting wall shields, k/(2 π μ0 σ t R) with k = 3 (sphere) or 2 (cylinder).

    Parameters
    ----------
    conductivity : array
        Electrical conductivity σ. [S/m]
    wall : array
        Wall thickness t, below the skin depth. [m]
    radius : array
        Radius R. [m]
    shape : str, optional
        "sphere", or "cylinder" across its axis or along it when long. [1]

    Returns
    -------
    array
        Corner frequency. [Hz]

    Raises
    ------
    ValueError
        An input is not positive or the shape is unknown.

    References
    ----------
    .. [1] Kaden, Wirbelströme und Schirmung in der Nachrichtentechnik, 2nd ed., 1959, thin walls; recalled.

    Examples
    --------
    >>> round(eddy_corner_frequency(3.77e7, 3e-3, 0.3), 2)   # aluminium
    11.2
    """
    divisor = _choice(shape, "shape", EDDY_DIVISORS)
    conductivity, wall = _positive(conductivity, "conductivity", "S/m"), _positive(wall, "wall", "m")
    radius = _positive(radius, "radius", "m")
    return divisor / (2.0 * np.pi * VACUUM_PERMEABILITY * conductivity * wall * radius)


def eddy_shield_factor(frequency, corner_frequency):
    """Factor by which a conducting wall reduces an alternating field, sqrt[1 + (f/f_c)²].

    Parameters
    ----------
    frequency : array
        Frequency. [Hz]
    corner_frequency : array
        :func:`eddy_corner_frequency`. [Hz]

    Returns
    -------
    array
        Outside field divided by inside field, 1 for a static field. [1]

    Raises
    ------
    ValueError
        The frequency is negative or the corner not positive.

    References
    ----------
    .. [1] |1 + i ω μ0 σ t R/k|, as :func:`eddy_corner_frequency`; a wall thicker than the skin depth shields better.

    Examples
    --------
    >>> round(float(eddy_shield_factor(50.0, 11.198)), 3)
    4.576
    """
    frequency = _not_negative(frequency, "frequency", "Hz")
    return np.hypot(1.0, frequency / _positive(corner_frequency, "corner frequency", "Hz"))


def magnetic_torque(moment, field, angle=0.5 * np.pi):
    """Torque of a field on a magnetic moment, m B sin θ; without an angle the greatest.

    Parameters
    ----------
    moment : array
        Magnitude of the moment. [A m²]
    field : array
        Field. [T]
    angle : array, optional
        Angle between them. [rad]

    Returns
    -------
    array
        Torque. [N m]

    Raises
    ------
    ValueError
        Moment or field are negative.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.71.

    Examples
    --------
    >>> f"{magnetic_torque(1.0, 40e-6):.1e}"
    '4.0e-05'
    """
    moment = _not_negative(moment, "magnetic moment", "A m²")
    return moment * _not_negative(field, "field", "T") * np.abs(np.sin(angle))


def magnetic_acceleration(susceptibility, volume, mass, field, gradient, moment=0.0):
    """Acceleration of a free test mass in a field with a gradient, [(|χ| V/μ0) B + m] B'/M, parts added.

    Parameters
    ----------
    susceptibility : array
        Magnetic susceptibility χ, of either sign. [1]
    volume : array
        Volume V. [m³]
    mass : array
        Mass M. [kg]
    field : array
        Field B. [T]
    gradient : array
        Gradient B' along the axis of interest. [T/m]
    moment : array, optional
        Permanent moment m of the test mass. [A m²]

    Returns
    -------
    array
        Acceleration. [m/s²]

    Raises
    ------
    ValueError
        Volume, field, gradient or moment are negative or the mass is not positive.

    References
    ----------
    .. [1] Jackson, Classical electrodynamics, 3rd ed., 1998, eq. 5.69, with the moment χ V B/μ0 for |χ| far below 1.

    Examples
    --------
    >>> f"{magnetic_acceleration(2.5e-5, 0.046**3, 1.928, 1e-6, 5e-6):.2e}"
    '5.02e-15'
    """
    polarisability = _polarisability(susceptibility, volume)
    total = polarisability * _not_negative(field, "field", "T") + _not_negative(moment, "magnetic moment", "A m²")
    return total * _not_negative(gradient, "gradient", "T/m") / _positive(mass, "mass", "kg")


def magnetic_acceleration_asd(susceptibility, volume, mass, field_asd, gradient, moment=0.0, field=0.0, gradient_asd=0.0):
    """Acceleration noise of a test mass by noise of the field and of its gradient, taken as independent.

    Parameters
    ----------
    susceptibility : array
        Magnetic susceptibility χ, of either sign. [1]
    volume : array
        Volume V. [m³]
    mass : array
        Mass M. [kg]
    field_asd : array
        Noise of the field. [T Hz⁻¹ᐟ²]
    gradient : array
        Static gradient. [T/m]
    moment : array, optional
        Permanent moment m of the test mass; it feels the noise of the gradient. [A m²]
    field : array, optional
        Static field. [T]
    gradient_asd : array, optional
        Noise of the gradient. [T m⁻¹ Hz⁻¹ᐟ²]

    Returns
    -------
    array
        (1/M) sqrt{[(|χ| V/μ0) B' S_B]² + [((|χ| V/μ0) B + m) S_B']²}. [m s⁻² Hz⁻¹ᐟ²]

    Raises
    ------
    ValueError
        The mass is not positive or another input but the susceptibility negative.

    References
    ----------
    .. [1] Derivative of :func:`magnetic_acceleration`; noise of field and gradient uncorrelated.

    Examples
    --------
    >>> f"{magnetic_acceleration_asd(2.5e-5, 0.046**3, 1.928, 200e-9, 5e-6):.2e}"
    '1.00e-15'
    """
    by_field = magnetic_acceleration(susceptibility, volume, mass, field_asd, gradient)
    return np.hypot(by_field, magnetic_acceleration(susceptibility, volume, mass, field, gradient_asd, moment))


def dielectric_acceleration(susceptibility, density, field, gradient):
    """Acceleration of a small non-magnetic body, of any size and shape, |χ| B B'/(μ0 ρ).

    Parameters
    ----------
    susceptibility : array
        Magnetic susceptibility χ, of either sign. [1]
    density : array
        Mass density ρ. [kg/m³]
    field : array
        Field B. [T]
    gradient : array
        Gradient B'. [T/m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    Raises
    ------
    ValueError
        Field or gradient are negative or the density is not positive.

    References
    ----------
    .. [1] :func:`magnetic_acceleration` with M = ρ V.

    Examples
    --------
    >>> f"{dielectric_acceleration(-1.1e-5, 2200.0, 1e-6, 1e-5):.1e}"   # silica, susceptibility recalled
    '4.0e-14'
    """
    return magnetic_acceleration(susceptibility, 1.0, density, field, gradient)


def _polarisability(susceptibility, volume):
    return np.abs(susceptibility) * _not_negative(volume, "volume", "m³") / VACUUM_PERMEABILITY
