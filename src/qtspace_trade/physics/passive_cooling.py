"""Passive radiative cooling: a ladder of shields, and what the Earth adds to the sky a cold plate sees.

Everything is grey and diffuse. The ladder leaves out conduction through struts, which dominates below about 40 K unless
they are good: see :mod:`qtspace_trade.physics.thermal_network`.
"""

import numpy as np

from qtspace_trade.constants import (
    ASTRONOMICAL_UNIT,
    COSMIC_BACKGROUND_TEMPERATURE,
    EARTH_MEAN_RADIUS,
    SOLAR_CONSTANT,
    STEFAN_BOLTZMANN,
)

EARTH_INFRARED_EXITANCE = 237.0  # W/m^2, global mean
EARTH_ALBEDO = 0.30  # Bond albedo, global mean


def asymptotic_ratio(radiating_ratio):
    """Ratio of T⁴ between neighbouring nodes of a long ladder, the root below 1 of r + 1/r = 2 + s/e.

    Parameters
    ----------
    radiating_ratio : array
        Coupling of a node to the sky divided by its coupling to a neighbour, s/e. [1]

    Returns
    -------
    array
        r. [1]

    References
    ----------
    .. [1] Steady balance of grey plates; computed from the stated formula.

    Examples
    --------
    >>> float(asymptotic_ratio(0.5))   # 0.5 + 2 = 2 + 0.5
    0.5
    """
    half_sum = 1.0 + 0.5 * np.asarray(radiating_ratio, dtype=float)
    return 1.0 / (half_sum + np.sqrt(half_sum**2 - 1.0))


def radiating_ratio(asymptotic_ratio):
    """Inverse of :func:`asymptotic_ratio`, s/e = r + 1/r - 2.

    Parameters
    ----------
    asymptotic_ratio : array
        Ratio of T⁴ between neighbouring nodes; 0.094 reproduces the JWST sunshield (383 K to 36 K over four gaps). [1]

    Returns
    -------
    array
        s/e. [1]

    References
    ----------
    .. [1] Steady balance of grey plates; computed from the stated formula.

    Examples
    --------
    >>> round(float(radiating_ratio(0.094)), 1)
    8.7
    """
    return (1.0 - asymptotic_ratio) ** 2 / asymptotic_ratio


def ladder(
    top_temperature, stages, radiating_ratio, sink_temperature=COSMIC_BACKGROUND_TEMPERATURE, dissipated_flux=0.0
):
    """Steady temperatures of a ladder of shields, each coupled to its neighbours and to the sky.

    Linear in T⁴: node i exchanges e σ (T⁴ of each neighbour - Tᵢ⁴) with its neighbours and s σ (T⁴ of the sink - Tᵢ⁴)
    with the sky. The last node has no colder neighbour. Five shield layers, the hottest at the top temperature, are
    four stages.

    Parameters
    ----------
    top_temperature : array
        Temperature of the hot end. [K]
    stages : int
        Number of nodes below the hot end, the last of which is the cold stage. [1]
    radiating_ratio : float
        s/e; 8.7 fits the JWST sunshield, 7.5 to 9.5 is a fair spread. [1]
    sink_temperature : array, optional
        Temperature of the sky as seen by every node. [K]
    dissipated_flux : array, optional
        Power dissipated on the last node, divided by its area and by s. [W/m²]

    Returns
    -------
    (..., stages) array
        Temperatures from the warmest to the coldest node. [K]

    References
    ----------
    .. [1] Steady balance of grey plates; computed from the stated formula.
    .. [2] Hechenblaikner et al., New J. Phys. 16, 013058 (2014), doi 10.1088/1367-2630/16/1/013058, for the concept.

    Examples
    --------
    >>> [round(float(t), 1) for t in ladder(300.0, 4, 10.0)]
    [161.5, 86.9, 46.8, 25.7]
    """
    top, sink, dissipated = np.broadcast_arrays(
        np.asarray(top_temperature, dtype=float) ** 4,
        np.asarray(sink_temperature, dtype=float) ** 4,
        np.asarray(dissipated_flux, dtype=float) / STEFAN_BOLTZMANN,
    )
    matrix = (
        np.diag(np.full(stages, 2.0 + radiating_ratio))
        - np.diag(np.ones(stages - 1), 1)
        - np.diag(np.ones(stages - 1), -1)
    )
    matrix[-1, -1] -= 1.0
    sources = np.repeat(radiating_ratio * sink[..., np.newaxis], stages, axis=-1)
    sources[..., 0] += top
    sources[..., -1] += radiating_ratio * dissipated
    return np.linalg.solve(matrix, sources[..., np.newaxis])[..., 0] ** 0.25


def sink_temperature(absorbed_flux, space_temperature=COSMIC_BACKGROUND_TEMPERATURE):
    """Temperature of a black plate in equilibrium with the sky and an absorbed flux, (T_space⁴ + q/σ)^(1/4).

    With q the dissipated power divided by area and emissivity it is the floor of the last node of a ladder.

    Parameters
    ----------
    absorbed_flux : array
        Flux absorbed by a black plate. [W/m²]
    space_temperature : array, optional
        Temperature of the empty sky. [K]

    Returns
    -------
    array
        Temperature. [K]

    References
    ----------
    .. [1] Stefan-Boltzmann law.

    Examples
    --------
    >>> round(float(sink_temperature(1e-3 / (0.1 * 0.9))), 1)   # 1 mW on 0.1 m² of emissivity 0.9
    21.0
    """
    return (space_temperature**4 + absorbed_flux / STEFAN_BOLTZMANN) ** 0.25


def effective_temperature(fractions, temperatures, power=6):
    """Temperature of a uniform surrounding with the same effect as parts of different temperature.

    Parameters
    ----------
    fractions : (..., m) array
        Parts of the full solid angle; they add up to 1. [1]
    temperatures : (..., m) array
        Their temperatures. [K]
    power : float, optional
        Power of temperature of the effect: 6 for absorbed, 9 for scattered thermal photons, 4 for heat. [1]

    Returns
    -------
    (...) array
        Temperature. [K]

    References
    ----------
    .. [1] Localisation rates of Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121,
       weighted by solid angle.

    Examples
    --------
    >>> round(float(effective_temperature([0.043, 0.957], [27.0, 2.725])))   # a bench seen by a test volume
    16
    """
    weighted = np.asarray(fractions) * np.asarray(temperatures, dtype=float) ** power
    return np.sum(weighted, axis=-1) ** (1.0 / power)


def view_factor_to_earth(distance):
    """View factor of a plate that faces the Earth, (R/r)².

    Parameters
    ----------
    distance : array
        Distance from the centre of the Earth. [m]

    Returns
    -------
    array
        View factor. [1]

    References
    ----------
    .. [1] Howell, A catalog of radiation heat transfer configuration factors, differential planar element to sphere.

    Examples
    --------
    >>> round(float(view_factor_to_earth(42_164e3)), 5)   # geostationary orbit
    0.02283
    """
    return (EARTH_MEAN_RADIUS / distance) ** 2


def tilted_view_factor(distance_ratio, cosine):
    """View factor from a small plate of any tilt to a sphere, including a sphere cut by the plate's own plane.

    Parameters
    ----------
    distance_ratio : array
        Distance from the centre of the sphere divided by its radius, above 1. [1]
    cosine : array
        Cosine of the angle between the plate's normal and the direction to the centre of the sphere. [1]

    Returns
    -------
    array
        View factor: cosine/ratio² while the whole sphere is in front of the plate, 0 when it is behind. [1]

    References
    ----------
    .. [1] Juul, J. Heat Transfer 101, 558 (1979): differential plane sources to spheres.
    .. [2] Howell, A catalog of radiation heat transfer configuration factors, differential planar element to sphere.

    Examples
    --------
    >>> float(tilted_view_factor(2.0, 1.0))
    0.25
    >>> round(float(tilted_view_factor(1.0 + 1e-9, 0.0)), 3)   # a wall standing on the ground sees half of it
    0.5
    """
    ratio, cosine = np.broadcast_arrays(np.asarray(distance_ratio, dtype=float), np.asarray(cosine, dtype=float))
    horizon = np.sqrt(ratio**2 - 1.0)
    sine = np.sqrt(np.maximum(1.0 - cosine**2, 0.0))
    cut = ratio * np.abs(cosine) < 1.0
    safe_sine = np.where(cut, sine, 1.0)
    safe_cosine = np.where(cut, cosine, 0.0)
    arc = np.arccos(np.clip(-horizon * safe_cosine / safe_sine, -1.0, 1.0))
    chord = np.sqrt(np.maximum(1.0 - (ratio * safe_cosine) ** 2, 0.0))
    edge = np.arcsin(np.clip(horizon / (ratio * safe_sine), -1.0, 1.0))
    partial = 0.5 - edge / np.pi + (safe_cosine * arc - horizon * chord) / (np.pi * ratio**2)
    return np.where(cut, partial, np.maximum(cosine, 0.0) / ratio**2)


def earth_infrared_flux(position, normal):
    """Infrared from the Earth absorbed by a black plate; the Earth radiates 237 W/m² everywhere.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    normal : (..., 3) array
        Unit normal of the absorbing side. [1]

    Returns
    -------
    (...) array
        Flux. [W/m²]

    References
    ----------
    .. [1] View factor of :func:`tilted_view_factor`; 237 W/m² is (1 - 0.30) 1361/4 W/m², rounded.

    Examples
    --------
    >>> round(float(earth_infrared_flux([42_164e3, 0.0, 0.0], [-1.0, 0.0, 0.0])), 1)   # geostationary, facing the Earth
    5.4
    """
    distance = np.linalg.norm(position, axis=-1)
    cosine = -np.sum(np.multiply(position, normal), axis=-1) / distance
    return EARTH_INFRARED_EXITANCE * tilted_view_factor(distance / EARTH_MEAN_RADIUS, cosine)


def earth_albedo_flux(position, sun, normal):
    """Sunlight reflected by the Earth and absorbed by a black plate.

    Albedo 0.30 times the solar constant times view factor times the lit part. The lit part is the greater of the
    cosine of the angle between position and Sun (exact just above the ground) and Lambert's phase function weighted
    by 1 - R/r (its limit far away). At full phase it is 1: far away that is 1.5 times a Lambert sphere of albedo
    0.30 and 0.7 times the measured Earth, which scatters backwards (visual geometric albedo 0.43).

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    sun : (..., 3) array
        Position of the Sun relative to the centre of the Earth. [m]
    normal : (..., 3) array
        Unit normal of the absorbing side. [1]

    Returns
    -------
    (...) array
        Flux. [W/m²]

    References
    ----------
    .. [1] Gilmore (ed.), Spacecraft thermal control handbook, 2002, chapter 2, for the cosine rule.
    .. [2] Seager, Exoplanet atmospheres, Princeton, 2010, for the Lambert phase function.

    Examples
    --------
    >>> sun = [149_597_870_700.0, 0.0, 0.0]
    >>> round(float(earth_albedo_flux([42_164e3, 0.0, 0.0], sun, [-1.0, 0.0, 0.0])), 1)   # noon, geostationary
    9.3
    """
    distance = np.linalg.norm(position, axis=-1)
    sun_distance = np.linalg.norm(sun, axis=-1)
    ratio = distance / EARTH_MEAN_RADIUS
    facing = -np.sum(np.multiply(position, normal), axis=-1) / distance
    cosine = np.clip(np.sum(np.multiply(position, sun), axis=-1) / (distance * sun_distance), -1.0, 1.0)
    angle = np.arccos(cosine)
    lambert = (np.sin(angle) + (np.pi - angle) * cosine) / np.pi
    lit = np.maximum(cosine, lambert * (1.0 - 1.0 / ratio))
    irradiance = SOLAR_CONSTANT * (ASTRONOMICAL_UNIT / sun_distance) ** 2
    return EARTH_ALBEDO * irradiance * tilted_view_factor(ratio, facing) * lit


def plate_heat(position, sun, normal, area, absorptivity, emissivity, sunlit=1.0):
    """Heat that one side of a plate takes from the Sun, from the Earth's infrared and from sunlight the Earth reflects.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    sun : (..., 3) array
        Position of the Sun relative to the centre of the Earth. [m]
    normal : (..., 3) array
        Unit normal of the side. [1]
    area : float
        Area. [m²]
    absorptivity : float
        Part of sunlight that is absorbed. [1]
    emissivity : float
        Part of infrared that is absorbed. [1]
    sunlit : (...) array, optional
        Part of the Sun in view: 0 in eclipse. [1]

    Returns
    -------
    (...) array
        Heat. [W]

    References
    ----------
    .. [1] Gilmore (ed.), Spacecraft thermal control handbook, 2002, chapter 2.

    Examples
    --------
    >>> sun = [149_597_870_700.0, 0.0, 0.0]
    >>> round(float(plate_heat([1.5e9, 0.0, 0.0], sun, [1.0, 0.0, 0.0], 2.0, 0.25, 0.8)))   # facing the Sun near L1
    694
    """
    towards = np.subtract(sun, position)
    distance = np.linalg.norm(towards, axis=-1)
    facing = np.maximum(np.sum(towards * normal, axis=-1) / distance, 0.0)
    direct = SOLAR_CONSTANT * (ASTRONOMICAL_UNIT / distance) ** 2 * facing * sunlit
    reflected = earth_albedo_flux(position, sun, normal)
    return area * (absorptivity * (direct + reflected) + emissivity * earth_infrared_flux(position, normal))


def side_flux(position, sun, axis, directions=36):
    """Flux of the Earth, infrared and reflected, on black surfaces that look sideways from an axis, mean of all sides.

    It is what the open edges of shields stacked along the axis see of the Earth.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    sun : (..., 3) array
        Position of the Sun relative to the centre of the Earth. [m]
    axis : (..., 3) array
        Unit vector along the axis. [1]
    directions : int, optional
        Sides of which the mean is taken. [1]

    Returns
    -------
    infrared, reflected : (...) array
        Fluxes. [W/m²]

    References
    ----------
    .. [1] View factors of :func:`tilted_view_factor`.

    Examples
    --------
    >>> sun, place = [149_597_870_700.0, 0.0, 0.0], [4.2164e7, 0.0, 0.0]
    >>> infrared, _ = side_flux(place, sun, [0.0, 0.0, 1.0])
    >>> round(float(infrared), 2)   # the Earth abeam: 5.41 W/m² over π, and what peeps round the edge
    1.73
    """
    axis = np.asarray(axis, dtype=float)
    aid = np.where(np.abs(axis[..., :1]) < 0.9, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    first = np.cross(axis, aid)
    first /= np.linalg.norm(first, axis=-1, keepdims=True)
    second = np.cross(axis, first)
    turns = (np.arange(directions) + 0.5) * 2.0 * np.pi / directions
    normals = [np.cos(turn) * first + np.sin(turn) * second for turn in turns]
    infrared = np.mean([earth_infrared_flux(position, normal) for normal in normals], axis=0)
    return infrared, np.mean([earth_albedo_flux(position, sun, normal) for normal in normals], axis=0)


def maximum_dissipation(temperature, cooled_temperature, area, emissivity):
    """Heat that may be set free on a cold stage before it is warmer than a limit.

    Parameters
    ----------
    temperature : array
        Limit. [K]
    cooled_temperature : array
        Temperature of the stage without heat, see :func:`ladder`. [K]
    area : array
        Radiating area. [m²]
    emissivity : array
        Its emissivity. [1]

    Returns
    -------
    array
        Heat; 0 where the stage is too warm without any. [W]

    References
    ----------
    .. [1] Inverse of :func:`sink_temperature`.

    Examples
    --------
    >>> round(float(maximum_dissipation(30.0, 27.0, 0.5, 0.9)) * 1e3, 1)   # in mW
    7.1
    """
    surplus = np.asarray(temperature, dtype=float) ** 4 - np.asarray(cooled_temperature, dtype=float) ** 4
    return np.maximum(surplus, 0.0) * STEFAN_BOLTZMANN * area * emissivity


def largest_warm_fraction(limit, warm_temperature, other_temperature, power=6):
    """Part of a particle's view that warm surfaces may fill before they act as surroundings at a limit.

    Parameters
    ----------
    limit : array
        Highest temperature of uniform surroundings. [K]
    warm_temperature : array
        Temperature of the warm surfaces, above the limit. [K]
    other_temperature : array
        Effective temperature of all else. [K]
    power : float, optional
        Power of temperature of the effect: 6 for absorbed, 9 for scattered thermal photons. [1]

    Returns
    -------
    array
        Part of the full solid angle; 0 where all else is too warm already. [1]

    References
    ----------
    .. [1] Inverse of :func:`effective_temperature`.

    Examples
    --------
    >>> f"{float(largest_warm_fraction(20.0, 300.0, 16.0)):.0e}"   # a hundred-millionth of the sphere at room temperature
    '6e-08'
    """
    cold = np.asarray(other_temperature, dtype=float) ** power
    return np.maximum(limit**power - cold, 0.0) / (warm_temperature**power - cold)
