"""Times of optimised keys, years of passes and terminal variants, with the search of SatQuMA beside them in the same run."""

import numpy as np
import pytest
from scipy.optimize import differential_evolution, minimize

import qtspace_trade as qt
from qtspace_trade import quantum_links
from qtspace_trade.physics import qkd_keys as keys
from qtspace_trade.physics import qkd_passes as passes

STATIONS = ["xinglong", "nanshan", "delingha", "lijiang", "ngari"]
EXTRANEOUS, ERROR, CLOCK = 1e-7, 0.005, 1e8
RESTARTS = 10  # at least as many in SatQuMA
LINKS = 200
VARIANTS = 1000


def overhead():
    """401 bins of one second."""
    return passes.analytic_pass(500e3, np.pi / 2, 200, 4e-4, 0.85).transmission


@pytest.mark.benchmark(group="one optimised pass")
def test_optimised_pass(benchmark):
    best = benchmark(keys.optimise_decoy_key, overhead(), CLOCK, EXTRANEOUS, ERROR)
    benchmark.extra_info.update(key=float(best.key.key_length), evaluations=best.evaluations)
    assert best.evaluations <= 400


def cobyla(transmission, restarts):
    """SatQuMA's way: COBYLA in a box from random starts, the best one kept; on every bin of the pass."""
    random = np.random.default_rng(1)
    lower, upper = np.array([0.3, 0.6, 1e-6, 0.3, 0.1]), np.array([1.0, 0.9999, 0.4, 1.0, 0.5])
    evaluations, best = 0, 0.0

    def cost(x):
        nonlocal evaluations
        evaluations += 1
        basis, signal, weak, mu1, mu2 = np.clip(x, lower, upper)
        rest = 1.0 - signal - weak
        if rest <= 0.0 or mu2 >= mu1:
            return 0.0
        probabilities, intensities = (signal, weak, rest), (mu1, mu2, 0.0)
        counts = keys.decoy_counts(transmission, CLOCK, basis, probabilities, intensities, EXTRANEOUS, ERROR)
        return -float(keys.two_decoy_key(counts, probabilities, intensities).key_length)

    bounds = [{"type": "ineq", "fun": lambda x, i=i: x[i] - lower[i]} for i in range(5)]
    bounds += [{"type": "ineq", "fun": lambda x, i=i: upper[i] - x[i]} for i in range(5)]
    for _ in range(restarts):
        found = minimize(cost, random.uniform(lower, upper), method="COBYLA", constraints=bounds, options={"maxiter": 1000})
        best = max(best, -found.fun)
    return best, evaluations


@pytest.mark.benchmark(group="one optimised pass")
def test_random_restarts_of_cobyla(benchmark):
    restarts = 1 if benchmark.disabled else RESTARTS
    best, evaluations = benchmark.pedantic(cobyla, (overhead(), restarts), rounds=1)
    benchmark.extra_info.update(key=best, evaluations=evaluations)
    assert best <= 1.001 * keys.optimise_decoy_key(overhead(), CLOCK, EXTRANEOUS, ERROR).key.key_length


def random_links(count):
    random = np.random.default_rng(20)
    for _ in range(count):
        crossing = passes.analytic_pass(
            random.uniform(400e3, 1200e3), np.radians(random.uniform(20, 90)), 200, 10 ** -random.uniform(2.5, 4.8),
            random.uniform(0.7, 0.92),
        )  # fmt: skip
        yield crossing.transmission, 10 ** random.uniform(7.7, 9.3), 10 ** -random.uniform(6, 8.5), random.uniform(0.002, 0.03)


def links_near_the_cliff(count):
    """So many errors that the key is small or none: steady links of 10 to 35 dB."""
    random = np.random.default_rng(7)
    for _ in range(count):
        loss, pulses, extraneous = random.uniform(10, 35), 10 ** random.uniform(9, 13), 10 ** -random.uniform(5.5, 8.5)
        yield [10 ** (-loss / 10)], pulses, extraneous, random.uniform(0.05, 0.1)


def evolved(transmission, clock, extraneous, error):
    """Differential evolution of the same objective, in the same box."""
    eta, sent = keys.equivalent_bins(transmission, clock)

    def cost(x):
        basis, signal, mu1, ratio, share = x
        weak, mu2 = (1 - signal) * share, keys.SMALLEST_DECOY + (mu1 - keys.SMALLEST_DECOY) * ratio
        probabilities = np.stack([signal, weak, 1 - signal - weak], axis=-1)
        intensities = np.stack([mu1, mu2, np.zeros_like(mu1)], axis=-1)
        counts = keys.decoy_counts(eta, sent, basis, probabilities, intensities, extraneous, error)
        return -keys._two_decoy_key(counts, probabilities, intensities, "chernoff", "finite", 1.16, 1e-9, 1e-15).key_length

    lower, upper = keys.TWO_DECOY_BOX[:2]
    found = differential_evolution(
        cost, list(zip(lower + 1e-9, upper - 1e-9, strict=True)), vectorized=True, updating="deferred", popsize=20,
        maxiter=400, tol=1e-10, seed=1, polish=False,
    )  # fmt: skip
    return max(float(-found.fun), 0.0)


@pytest.mark.benchmark(group="optimum of random links")
@pytest.mark.parametrize("drawn", [random_links, links_near_the_cliff])
def test_share_of_the_optimum(benchmark, drawn):
    links = list(drawn(4 if benchmark.disabled else LINKS))
    found = benchmark.pedantic(lambda: [keys.optimise_decoy_key(*link) for link in links], rounds=1)
    optima = np.array([evolved(*link) for link in links])
    lengths = np.array([float(best.key.key_length) for best in found])
    shares = lengths[optima > 0.0] / optima[optima > 0.0]
    benchmark.extra_info.update(
        with_key=len(shares), least_share=float(shares.min()), most_evaluations=max(best.evaluations for best in found)
    )
    assert shares.min() >= 0.9999
    assert max(best.evaluations for best in found) <= 400


@pytest.mark.benchmark(group="year of passes over five stations")
def test_year(benchmark):
    """Orbit, events, link, keys and 64 drawn years of clouds, from nothing."""
    from qtspace_trade.engine import orbit_layer

    days = 20 if benchmark.disabled else 365

    def from_nothing():
        orbit_layer._layer.cache_clear()
        orbit_layer.dark_times.cache_clear()
        return quantum_links.year("micius", "leo_500_noon_midnight", stations=STATIONS, clear_fraction=0.4, days=days)

    found = benchmark(from_nothing)
    benchmark.extra_info["passes"] = len(found.to_frame())


@pytest.mark.benchmark(group="year of passes over five stations")
@pytest.mark.parametrize("name", ["micius", "qeyssat"])
def test_variants(benchmark, name):
    """Terminals of other telescopes: of Micius with the protocol stated, of QEYSSat with one optimised for each."""
    count, days = (3, 20) if benchmark.disabled else (VARIANTS, 365)
    base = qt.instrument(name)
    variants = [
        base.replace(name=f"variant_{number}", parameters__receiver_radius=f"{100 + number} mm") for number in range(count)
    ]
    found = benchmark.pedantic(
        quantum_links.survey, (variants, "leo_500_noon_midnight"),
        {"stations": STATIONS, "clear_fraction": 0.4, "days": days}, rounds=1,
    )  # fmt: skip
    lengths = [one.clear_sky_key for one in found]
    assert lengths[0] <= lengths[-1]
