"""Temperatures of a small network of nodes that exchange heat by radiation and conduction, steady or along an orbit.

Node i gains Σ G_ij σ (T_j⁴ - T_i⁴) + Σ K_ij (T_j^p - T_i^p) + S_i σ (T_sky⁴ - T_i⁴) + Q_i. Exchange areas G and S come from
view factors (:func:`enclosure_exchange`), from a groove of mirrors (:func:`groove_exchange`) or from plates;
K is a conductance for p = 1, and stands for a conductivity that rises as T^(p-1) otherwise.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import COSMIC_BACKGROUND_TEMPERATURE, STEFAN_BOLTZMANN

STEADY_ITERATIONS = 200
ORBIT_ITERATIONS = 30
TOLERANCE = 1e-12
COLDEST = 0.1  # K
ROUNDING = 1e-7  # relative correction that shrinks no more because of rounding
OVERSHOOT = 1e-6  # over the temperature that the greatest heat could hold
GAMMA = 1.0 - np.sqrt(0.5)
EULER = 1.0


class Network(NamedTuple):
    """Nodes and what joins them.

    `radiative` (n, n) exchange areas [m²] and `conductive` (n, n) couplings [W/K^p], both symmetric; `sky` (n,) exchange areas
    with the sky [m²]; `fixed` (n,) temperatures [K] of nodes that are held, NaN for those that are free.
    """

    radiative: np.ndarray
    conductive: np.ndarray
    sky: np.ndarray
    fixed: np.ndarray
    conduction_power: float = 1.0
    sky_temperature: float = COSMIC_BACKGROUND_TEMPERATURE


def heat_flows(network, temperatures, heat):
    """Net heat of each node; zero at every free node in balance.

    Parameters
    ----------
    network : Network
        Nodes and couplings.
    temperatures : (..., n) array
        Temperatures. [K]
    heat : (..., n) array
        Heat set free or absorbed from outside. [W]

    Returns
    -------
    (..., n) array
        Heat gained; what a held node is missing is what holds it. [W]

    References
    ----------
    .. [1] Gilmore (ed.), Spacecraft thermal control handbook, 2002, chapter 15.

    Examples
    --------
    >>> plate = Network(np.zeros((1, 1)), np.zeros((1, 1)), np.array([1.0]), np.array([np.nan]), 1.0, 0.0)
    >>> round(float(heat_flows(plate, np.array([100.0]), np.array([0.0]))[0]), 3)   # σ T⁴
    -5.67
    """
    fourth, conducted = temperatures**4, temperatures**network.conduction_power
    radiated = fourth @ network.radiative - network.radiative.sum(axis=1) * fourth
    carried = conducted @ network.conductive - network.conductive.sum(axis=1) * conducted
    sky = network.sky * (network.sky_temperature**4 - fourth)
    return STEFAN_BOLTZMANN * (radiated + sky) + carried + heat


def throughput(network, temperatures, heat):
    """Heat that passes through each node, the scale of its balance.

    Parameters
    ----------
    network : Network
        Nodes and couplings.
    temperatures : (n,) array
        Temperatures. [K]
    heat : (n,) array
        Heat set free or absorbed from outside. [W]

    Returns
    -------
    (n,) array
        Sum of all that leaves the node and of the heat from outside. [W]

    References
    ----------
    .. [1] Sum of the sizes of the terms of :func:`heat_flows`.

    Examples
    --------
    >>> plate = Network(np.zeros((1, 1)), np.zeros((1, 1)), np.array([1.0]), np.array([np.nan]))
    >>> round(float(throughput(plate, np.array([100.0]), np.array([5.0]))[0]), 2)
    10.67
    """
    fourth, conducted = temperatures**4, temperatures**network.conduction_power
    leaving = STEFAN_BOLTZMANN * (network.radiative.sum(axis=1) + network.sky) * fourth
    return leaving + network.conductive.sum(axis=1) * conducted + np.abs(heat)


def _slopes(network, temperatures):
    cubed = 4.0 * STEFAN_BOLTZMANN * temperatures**3
    carried = network.conduction_power * temperatures ** (network.conduction_power - 1.0)
    matrix = network.radiative * cubed[..., np.newaxis, :] + network.conductive * carried[..., np.newaxis, :]
    loss = (network.radiative.sum(axis=1) + network.sky) * cubed + network.conductive.sum(axis=1) * carried
    return matrix - loss[..., np.newaxis] * np.eye(loss.shape[-1])


def _anchored(network, free):
    """Nodes that are held, see the sky, or are joined to such a node."""
    anchored = ~free | (network.sky > 0.0)
    joined = (network.radiative > 0.0) | (network.conductive > 0.0)
    for _ in anchored:
        anchored = anchored | (joined @ anchored)
    return anchored


def steady_temperatures(network, heat):
    """Temperatures at which every free node is in balance.

    Parameters
    ----------
    network : Network
        Nodes and couplings; each free node is joined to a held one or to the sky.
    heat : (n,) array
        Heat set free or absorbed from outside. [W]

    Returns
    -------
    (n,) array
        Temperatures; the balance of each free node closes to 1e-9 of its throughput. [K]

    Raises
    ------
    ValueError
        A node is joined to nothing, or there is no balance above 0.1 K: heat is taken away, or the sky is empty.

    References
    ----------
    .. [1] Newton's method on :func:`heat_flows`.

    Examples
    --------
    >>> two = Network(np.array([[0, 0.02], [0.02, 0]]), np.zeros((2, 2)), np.array([0.0, 0.2]), np.array([300.0, np.nan]))
    >>> round(float(steady_temperatures(two, np.zeros(2))[1]), 2)   # 300 / 11^(1/4)
    164.73
    """
    heat = np.asarray(heat, dtype=float)
    free = np.isnan(network.fixed)
    if not np.all(_anchored(network, free)):
        raise ValueError("a free node is joined neither to a held node nor to the sky: expected a way for its heat")
    held = network.fixed[~free]
    start = max(np.max(held, initial=0.0), 300.0)
    temperatures = np.where(free, start, network.fixed)
    for _ in range(STEADY_ITERATIONS):
        flow = heat_flows(network, temperatures, heat)[free]
        scale = throughput(network, temperatures, heat)[free]
        if np.all(np.abs(flow) <= TOLERANCE * scale):
            return temperatures
        slopes = _slopes(network, temperatures)[np.ix_(free, free)]
        step = np.linalg.solve(slopes, -flow)
        new = np.maximum(temperatures[free] + step, 0.5 * temperatures[free])
        stalled = np.all(np.abs(new - temperatures[free]) <= 4e-16 * new)
        temperatures[free] = new
        if stalled or np.any(new < COLDEST):
            break
    closed = np.abs(heat_flows(network, temperatures, heat)[free]) <= 1e-9 * throughput(network, temperatures, heat)[free]
    if np.any(temperatures[free] < COLDEST) or not np.all(closed):
        raise ValueError(f"no balance above 0.1 K; least heat of a node {np.min(heat):g} W: expected more heat or a warmer sky")
    return temperatures


def orbital_temperatures(network, capacity, heat, period):
    """Temperatures along an orbit that repeats itself.

    Two implicit stages a step, damped for stiff nodes and of second order (Alexander); all steps of the closed orbit are
    solved together by Newton's method, so that slow nodes need no run-in. What flows into a node over the orbit adds up
    to zero. Where the steps are too long for a light node (the stages have no solution, or overshoot what the greatest heat
    could hold), they are those of Euler's implicit method, of first order: more steps are more exact.

    Parameters
    ----------
    network : Network
        Nodes and couplings; each free node is joined to a held one or to the sky.
    capacity : (n,) array
        Heat capacities. [J/K]
    heat : (m, n) array
        Heat set free or absorbed in each of m equal steps. [W]
    period : float
        Duration of the orbit. [s]

    Returns
    -------
    (m + 1, n) array
        Temperatures at the edges of the steps, the last row equal to the first. [K]

    Raises
    ------
    ValueError
        A node is joined to nothing, or no closed orbit was found because heat is taken away.

    References
    ----------
    .. [1] Alexander, SIAM J. Numer. Anal. 14, 1006 (1977), doi 10.1137/0714068: SDIRK of order 2.

    Examples
    --------
    >>> plate = Network(np.zeros((1, 1)), np.zeros((1, 1)), np.array([1.0]), np.array([np.nan]))
    >>> sunlit = np.where(np.arange(60) < 36, 400.0, 0.0)[:, np.newaxis]
    >>> found = orbital_temperatures(plate, np.array([5e3]), sunlit, 5700.0)
    >>> round(float(found.max())), round(float(found.min()))
    (287, 203)
    """
    heat = np.asarray(heat, dtype=float)
    free = np.isnan(network.fixed)
    rate = np.zeros(len(free))
    rate[free] = period / len(heat) / np.asarray(capacity, dtype=float)[free]
    mean, warmest = (steady_temperatures(network, load) for load in (heat.mean(axis=0), heat.max(axis=0)))
    for gamma, start in ((GAMMA, mean), (EULER, warmest)):
        course = _closed_orbit(network, rate, heat, start, free, gamma)
        if course is not None and np.all(course <= warmest * (1.0 + OVERSHOOT)):
            return course
    raise ValueError(f"no closed orbit was found; least heat of a node {np.min(heat):g} W: expected heat of at least 0 W")


def _closed_orbit(network, rate, heat, start, free, gamma):
    """Temperatures at the edges of all steps, from a start that is the same everywhere; None where they are not found."""
    edges = np.tile(start, (len(heat), 1))
    inside = edges.copy()
    last = np.inf
    for _ in range(ORBIT_ITERATIONS):
        moves = _newton_step(network, rate, heat, edges, inside, free, gamma)
        for course, move in zip((edges, inside), moves, strict=True):
            course[:, free] = np.maximum(course[:, free] + move, 0.5 * course[:, free])
        size = np.max(np.abs(moves[0]) / edges[:, free], initial=0.0)
        if size <= TOLERANCE or 0.5 * last <= size <= ROUNDING:
            return np.vstack([edges, edges[:1]])
        last = size
    return None


def _newton_step(network, rate, heat, edges, inside, free, gamma):
    """Corrections of the temperatures at the edges and inside all steps of a closed orbit at once."""
    after = np.roll(edges, -1, axis=0)
    inner, outer = (rate * heat_flows(network, course, heat) for course in (inside, after))
    first = (edges + gamma * inner - inside)[:, free, np.newaxis]
    second = (edges + (1.0 - gamma) * inner + gamma * outer - after)[:, free, np.newaxis]
    scale = rate[free, np.newaxis]
    block = np.ix_(range(len(heat)), free, free)
    inner_slope, outer_slope = (scale * _slopes(network, course)[block] for course in (inside, after))
    identity = np.eye(int(free.sum()))
    within = np.linalg.inv(identity - gamma * inner_slope)
    across = np.linalg.inv(identity - gamma * outer_slope)
    passed = (1.0 - gamma) * inner_slope @ within
    turns, pushes = across @ (identity + passed), across @ (passed @ first + second)
    whole, offset = identity, np.zeros((len(identity), 1))
    for turn, push in zip(turns, pushes, strict=True):
        whole, offset = turn @ whole, turn @ offset + push
    moves = np.empty_like(first)
    moves[0] = np.linalg.solve(identity - whole, offset)
    for index in range(len(heat) - 1):
        moves[index + 1] = turns[index] @ moves[index] + pushes[index]
    return moves[..., 0], (within @ (moves + first))[..., 0]


def plate_exchange(area, first_emissivity, second_emissivity):
    """Exchange area of two close parallel grey plates.

    Parameters
    ----------
    area : array
        Area of one plate. [m²]
    first_emissivity, second_emissivity : array
        Emissivities of the sides that face each other. [1]

    Returns
    -------
    array
        A / (1/ε1 + 1/ε2 - 1). [m²]

    References
    ----------
    .. [1] Gilmore (ed.), Spacecraft thermal control handbook, 2002, chapter 15.

    Examples
    --------
    >>> round(float(plate_exchange(1.0, 0.5, 0.5)), 4)
    0.3333
    """
    return area / (1.0 / first_emissivity + 1.0 / second_emissivity - 1.0)


def enclosure_exchange(areas, emissivities, view_factors):
    """Exchange areas between the grey diffuse surfaces of a closed enclosure, all reflections included.

    Parameters
    ----------
    areas : (n,) array
        Areas; an opening to the sky is one of them, black. [m²]
    emissivities : (n,) array
        Emissivities. [1]
    view_factors : (n, n) array
        View factor from row to column; rows add up to 1, areas times factors are symmetric. [1]

    Returns
    -------
    (n, n) array
        Exchange areas, symmetric, nothing on the diagonal. [m²]

    Raises
    ------
    ValueError
        The view factors do not add up to 1, or are not reciprocal.

    References
    ----------
    .. [1] Gebhart, Int. J. Heat Mass Transf. 3, 341 (1961), doi 10.1016/0017-9310(61)90048-5.

    Examples
    --------
    >>> facing = enclosure_exchange([1.0, 1.0], [0.5, 0.5], [[0.0, 1.0], [1.0, 0.0]])
    >>> round(float(facing[0, 1]), 4)   # two parallel plates
    0.3333
    """
    areas, emissivities, factors = (np.asarray(item, dtype=float) for item in (areas, emissivities, view_factors))
    crossing = areas[:, np.newaxis] * factors
    if not np.allclose(factors.sum(axis=1), 1.0, atol=1e-6):
        raise ValueError(f"view factors add up to {factors.sum(axis=1)}: expected 1 in every row")
    if not np.allclose(crossing, crossing.T, rtol=1e-6, atol=1e-9 * areas.max()):
        raise ValueError("view factors are not reciprocal: expected A_i F_ij = A_j F_ji")
    absorbed = np.linalg.solve(np.eye(len(areas)) - factors * (1.0 - emissivities), factors * emissivities)
    exchange = (areas * emissivities)[:, np.newaxis] * absorbed
    return exchange - np.diag(np.diag(exchange))


def groove_exchange(angle, emissivity, points=400):
    """Exchange of the two mirror walls of a long V-groove with each other and with the sky, per area of a wall.

    Each ray is followed straight through the images of the groove: it meets a wall whenever it has turned by the angle
    of the groove about its edge, loses the part ε there, and leaves where it passes the end of the walls. Flat walls
    that reflect like mirrors and meet in an edge; conical shields on a ring are shorter grooves that open further.

    Parameters
    ----------
    angle : float
        Angle between the walls. [rad]
    emissivity : float
        Emissivity of both walls. [1]
    points : int, optional
        Places along the wall and directions at each. [1]

    Returns
    -------
    between, sky : float
        Exchange area of the walls with each other, and of each with the sky, over the area of one wall. [1]

    Raises
    ------
    ValueError
        The angle is not between 0 and 90 degrees, or the emissivity not between 0 and 1.

    References
    ----------
    .. [1] Bard, J. Spacecraft 24, 193 (1987), doi 10.2514/3.25899, for V-groove radiators; factors by ray tracing.

    Examples
    --------
    >>> between, sky = groove_exchange(np.radians(60.0), 1.0)
    >>> round(between, 3), round(sky, 3)   # black walls of an equilateral triangle
    (0.5, 0.5)
    """
    if not (0.0 < angle <= 0.5 * np.pi and 0.0 < emissivity <= 1.0):
        raise ValueError(f"angle {angle:g} rad, emissivity {emissivity:g}: expected up to pi/2, and between 0 and 1")
    place = ((np.arange(points) + 0.5) / points)[:, np.newaxis]
    sine = (np.arange(points) + 0.5) / points * 2.0 - 1.0  # of the angle from the normal, away from the edge
    path = -place * sine + np.sqrt(1.0 - place**2 * (1.0 - sine**2))
    turned = np.arccos(np.clip(place + path * sine, -1.0, 1.0))
    meetings = np.floor(turned / angle)
    kept = 1.0 - emissivity
    opposite = 1.0 - kept ** (2.0 * np.ceil(meetings / 2.0))
    between = emissivity**2 / (1.0 - kept**2) * np.mean(opposite)
    return float(between), float(emissivity * np.mean(kept**meetings))


def shield_stack(
    bus_temperature, shields, area, angle, emissivity, radiating_emissivity, conductances, conduction_power=1.0,
    sky_temperature=COSMIC_BACKGROUND_TEMPERATURE,
):
    """Network of a warm bus, V-groove shields and a cold stage, from its geometry.

    Node 0 is the bus, held at its temperature, and the last node the cold stage, whose far side looks at the sky. Each
    gap is a groove of mirrors; the near side of the bus is taken as another such wall.

    Parameters
    ----------
    bus_temperature : float
        Temperature of the bus. [K]
    shields : int
        Shields between bus and cold stage. [1]
    area : float
        Area of each wall. [m²]
    angle : float
        Angle between neighbouring walls. [rad]
    emissivity : float
        Emissivity of the walls in the grooves. [1]
    radiating_emissivity : float
        Emissivity of the far side of the cold stage. [1]
    conductances : float or (shields + 1,) array
        Couplings of neighbours by struts and harness. [W/K^p]
    conduction_power : float, optional
        p; 1 for a constant conductance. [1]
    sky_temperature : float, optional
        Temperature of the sky. [K]

    Returns
    -------
    Network
        Network of shields + 2 nodes.

    References
    ----------
    .. [1] Bard, J. Spacecraft 24, 193 (1987), doi 10.2514/3.25899, for V-groove radiators.

    Examples
    --------
    >>> stack = shield_stack(300.0, 3, 1.0, np.radians(5.0), 0.03, 0.9, 0.0)
    >>> [round(float(t)) for t in steady_temperatures(stack, np.zeros(5))]
    [300, 165, 91, 50, 13]
    """
    between, sky = groove_exchange(angle, emissivity)
    nodes = shields + 2
    link = np.arange(nodes - 1)
    radiative, conductive = np.zeros((nodes, nodes)), np.zeros((nodes, nodes))
    radiative[link, link + 1] = radiative[link + 1, link] = area * between
    conductive[link, link + 1] = conductive[link + 1, link] = conductances
    to_sky = np.full(nodes, 2.0 * area * sky)
    to_sky[0] = area * sky
    to_sky[-1] = area * (sky + radiating_emissivity)
    fixed = np.full(nodes, np.nan)
    fixed[0] = bus_temperature
    return Network(radiative, conductive, to_sky, fixed, conduction_power, sky_temperature)
