"""Error budgets with spectra: one, ten thousand at once, and the integral of a spectrum against plain quadrature."""

from types import SimpleNamespace

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.assessment.sight import Sight
from qtspace_trade.models.atom_interferometer import budget, model
from qtspace_trade.models.derived import plain
from qtspace_trade.physics import atom_interferometry as atoms
from qtspace_trade.physics import clocks, gravity, kepler

VARIANTS, LOOPED = 10_000, 100
LEVELS = {
    "atoms": 1e6, "contrast": 0.6, "pulse_separation": 5.0, "effective_temperature": 7e-11, "position_offset": 1.1e-9,
    "velocity_offset": 3.1e-10, "wavefront_radius": 2.5e5, "bias_field": 1e-7, "common_mode_rejection": 2.5e-9,
}  # fmt: skip


@pytest.fixture(scope="module")
def placed():
    """A complete instrument on a drag-free spacecraft with a stated spectrum, and what it sees there."""
    whole = qt.instrument("ste_quest_ai").replace(
        name="complete", parameters__field_gradient="1 nT/m", parameters__chamber_temperature="293 K",
        parameters__chamber_gradient="1 mK/m", parameters__chamber_pressure="1e-9 Pa", parameters__detection_noise="1 mrad",
        parameters__laser_phase_noise="10 mrad", parameters__expansion_mismatch="1e-3",
        parameters__mean_field_acceleration="1e-16 m/s^2", parameters__light_shift_acceleration="1e-16 m/s^2",
    )  # fmt: skip
    environment = qt.environment("microscope_710_dawn_dusk", "microscope_bus", attitude="inertial")
    return plain(whole.parameters), Sight(environment, whole)


@pytest.fixture(scope="module")
def variants(placed):
    p, see = placed
    random = np.random.default_rng(1)
    spread = {name: level * 10.0 ** random.uniform(-0.1, 0.1, VARIANTS) for name, level in LEVELS.items()}
    spread["contrast"] = np.minimum(spread["contrast"], 1.0)
    return SimpleNamespace(**{**vars(p), **spread}), budget.surroundings(see, "")


def one_of(variants, number):
    values = {name: value[number] if isinstance(value, np.ndarray) else value for name, value in vars(variants).items()}
    return SimpleNamespace(**values)


@pytest.mark.benchmark(group="one budget")
def test_full_budget_of_one_instrument(benchmark, placed):
    p, see = placed
    found = benchmark(model.error_budget, p, see)
    assert found.statistical["vibration"].value > 0 and found.systematic["Coriolis"].value is not None


@pytest.mark.benchmark(group="ten thousand budgets")
def test_ten_thousand_variants(benchmark, variants):
    many, around = variants
    found = benchmark.pedantic(budget.budget_in, (many, around), rounds=1 if benchmark.disabled else 5)
    alone = budget.budget_in(one_of(many, 17), around)
    assert found.statistical.value.shape == (VARIANTS,)
    np.testing.assert_allclose(found.statistical.value[17], alone.statistical.value, rtol=1e-12)
    np.testing.assert_allclose(found.systematic.value[17], alone.systematic.value, rtol=1e-12)


@pytest.mark.benchmark(group="ten thousand budgets")
def test_a_hundred_one_by_one(benchmark, variants):
    many, around = variants
    each = [one_of(many, number) for number in range(LOOPED)]
    found = benchmark.pedantic(lambda: [budget.budget_in(p, around) for p in each], rounds=1 if benchmark.disabled else 5)
    assert len(found) == LOOPED


FREQUENCY = np.geomspace(1e-3, 1e2, 200)
DENSITY = 1e-9 * (1.0 + 1e-2 / FREQUENCY)


@pytest.mark.benchmark(group="spectrum")
def test_spectrum_in_closed_form(benchmark):
    phase = benchmark(atoms.vibration_phase_from_spectrum, 3.2e7, 5.0, FREQUENCY, DENSITY)
    assert phase == pytest.approx(by_quadrature(), rel=2e-3)


def by_quadrature():
    """Trapezoid over a hundred thousand points, as many as follow the response at its highest frequencies."""
    fine = np.geomspace(FREQUENCY[0], FREQUENCY[-1], 100_001)
    response = atoms.vibration_response(fine, 5.0) * np.interp(fine, FREQUENCY, DENSITY)
    return 3.2e7 * np.sqrt(np.trapezoid(response**2, fine))


@pytest.mark.benchmark(group="spectrum")
def test_spectrum_by_plain_quadrature(benchmark):
    assert benchmark(by_quadrature) > 0


@pytest.mark.benchmark(group="redshift fit")
def test_fit_of_the_redshift(benchmark):
    mean = 2 * np.pi * np.arange(16_384) / 256
    radius = 28e6 * (1 - 0.162 * np.cos(kepler.eccentric_anomaly(mean, 0.162)))
    depth = gravity.potential(np.stack([radius, 0 * radius, 0 * radius], axis=-1)) / 9e16
    assert 0 < benchmark(clocks.fitted_redshift_uncertainty, depth, 182.0, 1e-12, 1e-14) < 1
