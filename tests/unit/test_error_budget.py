"""Error budgets: how unknown and one-sided parts are carried upward, and what each family's budget says by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose

import qtspace_trade as qt
from qtspace_trade.assessment.sight import Sight
from qtspace_trade.constants import BOLTZMANN, SPEED_OF_LIGHT
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models.atom_interferometer import budget, campaign, model
from qtspace_trade.models.atom_interferometer.parameters import Parameters
from qtspace_trade.models.derived import plain
from qtspace_trade.models.error_budget import Density, Quantity, Term, joined, term, total
from qtspace_trade.models.optical_clock import budget as clock_budget
from qtspace_trade.physics import atom_interferometry as atoms

EXACT, LEAST, MOST = (Quantity(3.0, bound) for bound in ("exact", "at_least", "at_most"))
UNKNOWN = Quantity(missing=("x is not stated",))


def summed(*quantities):
    return total("sum", tuple(term(str(number), item, "") for number, item in enumerate(quantities)))


def test_known_parts_add_in_quadrature():
    found = summed(Quantity(3.0), Quantity(-4.0))
    assert (found.value, found.bound, found.missing) == (5.0, "exact", ())


def test_an_unknown_part_leaves_a_lower_bound():
    found = summed(Quantity(3.0), UNKNOWN, Quantity(4.0))
    assert (found.value, found.bound, found.missing) == (5.0, "at_least", ("x is not stated",))
    assert found.missing_terms == ("1",)
    assert summed(UNKNOWN).value is None


@pytest.mark.parametrize(
    ("parts", "value", "bound"),
    [
        ((EXACT, MOST), np.sqrt(18), "at_most"), ((EXACT, LEAST), np.sqrt(18), "at_least"),
        ((EXACT, LEAST, MOST), np.sqrt(18), "at_least"), ((UNKNOWN, MOST), None, "at_least"),
    ],
)  # fmt: skip
def test_bounds_are_carried_upward(parts, value, bound):
    found = summed(*parts)
    assert found.bound == bound
    assert found.value is None if value is None else found.value == pytest.approx(value)


def test_bounds_of_a_function():
    assert joined(lambda a, b: a * b, EXACT, LEAST) == (9.0, "at_least", ())
    assert joined(lambda a, b: a * b, LEAST, MOST).value is None
    assert joined(lambda a, b: a * b, EXACT, UNKNOWN).missing == ("x is not stated",)


def test_terms_are_found_by_name():
    tree = Term("top", 1.0, "", parts=(Term("part", 1.0, ""),))
    assert tree["part"].value == 1.0
    with pytest.raises(KeyError, match="expected one of part"):
        tree["other"]


# Atom interferometers

STE_QUEST = {
    "purpose": "equivalence_principle", "species": ("Rb87", "Rb85"), "photon_recoils": 4.0, "pulse_separation": 5.0,
    "atoms": 1e6, "contrast": 0.6, "effective_temperature": 7e-11, "position_spread": 3e-4, "position_offset": 1.1e-9,
    "velocity_offset": 3.1e-10, "common_mode_rejection": 2.5e-9, "bias_field": 1e-7, "field_gradient": 1e-9,
    "chamber_temperature": 300.0, "chamber_gradient": 1e-3, "chamber_pressure": 1e-9, "wavefront_radius": 2.5e5,
    "expansion_mismatch": 0.01, "detection_noise": 1e-3, "laser_phase_noise": 1e-2, "mean_field_acceleration": 1e-16,
    "light_shift_acceleration": 2e-16,
}  # fmt: skip
QUIET = budget.Surroundings(*(Quantity(0.0) for _ in range(3)), Quantity(Density((1e-3, 1e3), (0.0, 0.0))),
                            Quantity(0.0), Quantity(0.0))  # fmt: skip
NOISY = budget.Surroundings(
    Quantity(1e-6), Quantity(1e-8), Quantity(4e-7), Quantity(Density((1e-3, 1e3), (1e-6, 1e-6))), Quantity(2.5e-6),
    Quantity(1e-8),
)  # fmt: skip


def parameters(**changes):
    return SimpleNamespace(**{**dict.fromkeys(Parameters.model_fields), **STE_QUEST, **changes})


def test_without_disturbances_the_projection_noise_remains():
    p = parameters(detection_noise=0.0, laser_phase_noise=0.0, chamber_pressure=1e-30)
    found = budget.budget_in(p, QUIET)
    assert found.floor.value == pytest.approx(2.927e-12, rel=1e-3)  # Schubert et al. (2013): 2.93e-12
    assert found.statistical.value == pytest.approx(found.floor.value, rel=1e-9)
    assert found.statistical.bound == "exact"


def test_statistical_terms_by_hand():
    found = budget.budget_in(parameters(), NOISY).statistical
    scale = 8 * np.pi / 780.241e-9 * 25.0
    assert_allclose(found["detection"].value, np.sqrt(2) * 1e-3 / scale, rtol=1e-5)
    assert_allclose(found["laser phase"].value, 2.5e-9 * 1e-2 / scale, rtol=1e-5)
    assert_allclose(found["vibration"].value, 2.5e-9 * 1e-6 / np.sqrt(15.0), rtol=1e-2)  # R S^(1/2) sqrt(T^3/3)/T^2
    assert_allclose(found["rotation jitter"].value, 2 * 1e-8 * 3.1e-10, rtol=1e-12)
    speed = np.sqrt(BOLTZMANN * 7e-11 / atoms.SPECIES["Rb87"].mass)
    rotation = np.exp(-2 * (scale * speed * 1e-6) ** 2)
    gradient = np.exp(-0.5 * (scale * 2.5e-6) ** 2 * (3e-4**2 + (5 * speed) ** 2))
    survival = np.exp(-10 * 1e-9 / (2e-8 * 133.322))
    expected = 1 / (0.6 * rotation * gradient * np.sqrt(1e6 * survival) * scale)
    assert_allclose(found["projection noise"]["cloud 1, Rb87"].value, expected, rtol=1e-4)


def test_systematic_terms_by_hand():
    """The first three are those of Aguilera et al. (2014)."""
    found = budget.budget_in(parameters(), NOISY).systematic
    assert_allclose(found["Coriolis"].value, 6.2e-16, rtol=1e-9)
    assert_allclose(found["common acceleration"].value, 1.0e-15, rtol=1e-9)
    assert_allclose(found["gravity gradient"].value, 2.75e-15 + 2.5e-6 * 5 * 3.1e-10, rtol=1e-9)
    assert_allclose(found["centrifugal"].value, 1.1e-21, rtol=1e-9)
    assert_allclose(found["self-gravity"].value, 1.1e-17, rtol=1e-9)
    assert_allclose(found["quadratic Zeeman"].value, 6.08e-14 - 2.64e-14, rtol=0.01)
    assert_allclose(found["wave front"].value, 0.01 * 2.74e-14, rtol=0.01)  # the lighter isotope
    heavy, light = (atoms.SPECIES[name].mass for name in ("Rb87", "Rb85"))
    assert_allclose(found["black-body gradient"].value, 1.68e-10 * 1e-3 * (heavy / light - 1), rtol=0.01)
    values = [part.value for part in found.parts]
    assert len(values) == 10 and found.bound == "exact"
    assert_allclose(found.value, np.linalg.norm(values), rtol=1e-12)


@pytest.mark.parametrize("name", [name for name in STE_QUEST if name not in budget.NEEDED and name != "purpose"])
def test_an_unstated_parameter_is_named_and_leaves_a_lower_bound(name):
    whole, less = (budget.budget_in(p, NOISY) for p in (parameters(), parameters(**{name: None})))
    for branch in ("statistical", "systematic"):
        one, other = getattr(whole, branch), getattr(less, branch)
        assert other.value <= one.value * (1 + 1e-12)
        assert (other.bound == "at_least") == any(name in reason for reason in other.missing)
    assert any(name in reason for branch in (less.statistical, less.systematic) for reason in branch.missing)


def test_compensation_and_the_mirror_take_their_parts():
    nadir = NOISY._replace(rotation_rate=Quantity(1.1e-3))
    lost = budget.budget_in(parameters(), nadir).statistical["projection noise"]
    assert lost.value == np.inf or lost.value > 1e10
    turned = parameters(rotation_compensation=1.2e-3, rotation_residual=1e-7, gradient_residual=1e-3, chamber_pressure=1e-12)
    found = budget.budget_in(turned, nadir)
    assert_allclose(found.statistical["projection noise"].value, budget.projection_noise(turned), rtol=1e-3)
    assert_allclose(found.systematic["Coriolis"].value, 2 * 1e-7 * 3.1e-10, rtol=1e-9)
    assert_allclose(found.systematic["gravity gradient"].value, 2.5e-9 * (1.1e-9 + 5 * 3.1e-10), rtol=1e-9)
    careless = budget.budget_in(parameters(rotation_compensation=1.2e-3), nadir)
    assert budget.MIRROR in careless.statistical.missing and careless.statistical.bound == "at_least"


def test_a_single_species_feels_the_whole_vibration():
    p = parameters(purpose="accelerometer", species=("Rb87",), common_mode_rejection=None)
    found = budget.budget_in(p, NOISY)
    assert_allclose(found.statistical["vibration"].value, 1e-6 / np.sqrt(15.0), rtol=1e-2)
    tracked = budget.budget_in(parameters(purpose="accelerometer", species=("Rb87",), vibration_tracking=0.1), NOISY)
    assert_allclose(tracked.statistical["vibration"].value, 1e-7 / np.sqrt(15.0), rtol=1e-2)
    assert "common acceleration" not in [part.name for part in found.systematic.parts]  # what it measures


def test_noise_densities():
    """One shot every cycle: σ sqrt(T_c); CARIOQA aims at the class of 1e-10, a gradiometer at a few millieötvös."""
    _, figures = placed("carioqa", "leo_500_noon_midnight", "medium_bus_500kg")
    assert figures["acceleration_noise_density"].value == pytest.approx(4.09e-11 * np.sqrt(10.0), rel=1e-3)
    _, figures = placed("cai", "goce_260_dawn_dusk", "goce_bus")
    assert figures["gradient_noise_density"].value == pytest.approx(3.512e-12, rel=1e-3)


def test_a_gradiometer_measures_the_difference_of_two_places():
    found = budget.budget_in(parameters(purpose="gradiometer", species=("Rb87",)), NOISY)
    single = 1 / (0.6 * 1e3 * 8 * np.pi / 780.241e-9 * 25.0)
    assert_allclose(found.floor.value, np.sqrt(2) * single, rtol=1e-5)
    long = budget.budget_in(parameters(purpose="gradiometer", species=("Rb87",), baseline=0.5), NOISY)
    assert_allclose(long.systematic["centrifugal"].value, 0.5e-12, rtol=1e-9)  # 1e-6 rad/s over half a metre, 1 mE


@pytest.mark.parametrize(("band", "bound"), [((0.02, 2.0), "exact"), ((0.1, 2.0), "at_least"), ((0.02, 1.0), "at_least")])
def test_a_spectrum_that_ends_inside_the_band_is_a_lower_bound(band, bound):
    found = budget.common_vibration(parameters(), Quantity(Density(band, (1e-9, 1e-9))))
    assert found.bound == bound
    assert ("vibration is known from" in " ".join(found.missing)) == (bound == "at_least")


def test_entangled_atoms_lower_the_floor():
    assert_allclose(budget.projection_noise(parameters(squeezing=0.1)), 0.1 * budget.projection_noise(parameters()), rtol=1e-12)


# What the catalogue makes of it


def placed(name, orbit, platform, **changes):
    fit = qt.assess(qt.instrument(name).replace(name=name, **changes), orbit, platform, days=20)
    return fit, {item.name: item for item in fit.performance[name]}


def test_figures_are_unknown_while_a_term_is():
    fit, figures = placed("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus")
    found = fit.error_budgets["ste_quest_ai"]
    assert found.systematic.bound == "at_least" and found.systematic.value > 0
    assert figures["eotvos_systematic"].value is None
    assert "expansion_mismatch is not stated" in figures["eotvos_systematic"].missing
    assert figures["time_to_target"].value == pytest.approx(1.30 * 31_557_600, rel=0.02)


def test_acceleration_of_any_phase_bounds_that_of_the_signal():
    """The gradiometer's bus states its residual acceleration alone: 1e-7 m/s² rejected 1000 times is no lower bound."""
    fit, _ = placed("cai", "goce_260_dawn_dusk", "goce_bus")
    systematic = fit.error_budgets["cai"].systematic
    common = systematic["common acceleration"]
    assert (common.value, common.bound) == (pytest.approx(1e-10), "at_most")
    assert systematic.bound == "at_least" and systematic.value < 1e-15
    assert any("acceleration_at_signal" in reason for reason in common.missing)


def test_a_budget_reads_as_text_and_as_a_table():
    found = qt.assess("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus", days=20).error_budgets["ste_quest_ai"]
    assert "common acceleration" in str(found) and "unknown  (field_gradient is not stated)" in str(found)
    frame = found.to_frame()
    assert set(frame.branch) == {"quantum floor", "statistical", "systematic", "contrast"}
    assert len(frame) == len(found.rows())


def test_no_fringe_is_no_figure():
    """5 deg/s in the aircraft: at 20 ms the noise of the phase is far above that of a random one, at 5 ms it is not."""
    fit, figures = placed("ice", "parabola", "zero_g_aircraft")
    assert fit.error_budgets["ice"].statistical["projection noise"].value == np.inf
    assert figures["acceleration_statistical"].value is None
    short, _ = placed("ice", "parabola", "zero_g_aircraft", parameters__pulse_separation="5 ms")
    assert short.error_budgets["ice"].statistical["projection noise"].value < 1e-2


@pytest.mark.parametrize(
    ("name", "orbit", "platform", "binding"),
    [
        ("quantus", "drop_tower", "drop_tower_capsule", "residual_acceleration_asd"),
        ("ice", "parabola", "zero_g_aircraft", "residual_acceleration_asd"),
        ("cal", "iss", "iss_internal_rack", "residual_acceleration_asd"),
    ],
)
def test_what_binds_in_a_facility(name, orbit, platform, binding):
    fit, figures = placed(name, orbit, platform)
    p, see = plain(qt.instrument(name).parameters), Sight(fit.placed[0].environment, qt.instrument(name))
    found = campaign.limits(p, see)
    assert found.binding == binding
    assert figures["longest_pulse_separation"].value == found.longest
    assert f"here {binding} binds" in figures["longest_pulse_separation"].formula


DUAL = {
    "purpose": "equivalence_principle", "species": ("Rb87", "Rb85"), "photon_recoils": 2.0, "preparation_time": 2.0,
    "atoms": 1e5, "contrast": 0.5, "effective_temperature": 1e-9, "common_mode_rejection": 1e-3, "drift_out": 1e-3,
    "rotation_compensation": 0.1, "rotation_residual": 1e-6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("orbit", "platform", "binding", "longest"),
    [
        ("drop_tower", "drop_tower_capsule", "free_fall_time", 3.65),  # (9.3 s - 2 s)/2
        ("parabola", "zero_g_aircraft", "residual_acceleration_asd", 10.6e-3),  # 1 rad by 1e-2 g/√Hz, rejected 1000 times
        ("sounding_rocket", "vsb30_payload", "residual_acceleration", 0.714),  # 1 mm at 1e-4 g
    ],
)
def test_what_binds_two_species_behind_a_turned_mirror(orbit, platform, binding, longest):
    instrument = qt.instrument("quantus")
    see = Sight(qt.assess(instrument, orbit, platform, days=5).placed[0].environment, instrument)
    found = campaign.limits(parameters(**dict.fromkeys(STE_QUEST) | DUAL), see)
    assert found.binding == binding
    assert found.longest == pytest.approx(longest, rel=0.06)  # steps of the search


def test_a_turned_mirror_without_its_error_leaves_the_limit_unknown():
    fit, figures = placed("cai", "goce_260_dawn_dusk", "goce_bus")
    assert fit and figures["longest_pulse_separation"].missing == ("rotation_rate",)


def test_a_limit_from_a_part_of_the_spectrum_is_an_upper_bound():
    """Vibration of the rack ends at 300 Hz, where T = 0.8 ms still responds; that of the aircraft goes far enough."""
    _, figures = placed("cal", "iss", "iss_internal_rack")
    assert "at most, for vibration is known from 1 to 300 Hz alone" in figures["longest_pulse_separation"].formula
    aircraft = {"common_mode_rejection": "1e-3", "rotation_compensation": "0.1 rad/s", "rotation_residual": "1e-6 rad/s",
                "effective_temperature": "1 nK"}  # fmt: skip
    changes = {f"parameters__{name}": value for name, value in aircraft.items()}
    _, whole = placed("css_interferometer", "parabola", "zero_g_aircraft", **changes)
    assert whole["longest_pulse_separation"].value and "at most" not in whole["longest_pulse_separation"].formula


def test_without_its_preparation_no_longest_separation():
    p = parameters(**dict.fromkeys(STE_QUEST) | DUAL | {"preparation_time": None})
    instrument = qt.instrument("quantus")
    see = Sight(qt.assess(instrument, "drop_tower", "drop_tower_capsule", days=5).placed[0].environment, instrument)
    (figure,) = campaign.figures(p, see)
    assert figure.value is None and "preparation_time" in figure.missing


def test_sensitivity_of_a_campaign_is_that_of_its_shots():
    fit, _ = placed("quantus", "drop_tower", "drop_tower_capsule")
    p, see = plain(qt.instrument("quantus").parameters), Sight(fit.placed[0].environment, qt.instrument("quantus"))
    found = campaign.limits(p, see)
    shots = 10 * np.floor(9.3 / (2.0 + 2 * found.longest))
    scale = 4 * np.pi / 780.241e-9 * found.longest**2
    assert_allclose(campaign.sensitivity(p, see, 10), 1 / (0.4 * 100 * scale * np.sqrt(shots)), rtol=1e-4)


def test_derived_rows_of_the_inside_do_not_score():
    fit = qt.assess("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus", days=20)
    inside = ("field_gradient", "position_offset", "chamber_pressure", "rotation_jitter", "acceleration_at_signal")
    columns = fit.placed[0].columns
    weights = {columns.rows[start].variable.name: weight for start, weight in zip(columns.starts, columns.weight, strict=True)}
    assert {weights[name] for name in inside} == {0.0}
    assert not any(fit[name].hard for name in inside)
    assert fit["position_offset"].status == "met"  # of what the instrument states


def test_requirements_of_the_inside_by_hand():
    p = parameters(target_eotvos=2e-15, useful_altitude=3e6)
    rows = {row.variable: row for row in model.derive(p)}
    gravity = 3.986004418e14 / 9_378_137.0**2
    assert_allclose(rows["position_offset"].limit, 2e-15 * 9_378_137.0 / 2, rtol=1e-9)
    assert_allclose(rows["velocity_offset"].limit, 2e-15 * 9_378_137.0 / 10, rtol=1e-9)
    assert_allclose(rows["acceleration_at_signal"].limit, 2e-15 * gravity / 2.5e-9, rtol=1e-9)
    assert_allclose(rows["field_gradient"].limit, 2e-15 * gravity / (3.44e-14 / 1e-9), rtol=0.01)
    assert_allclose(rows["chamber_pressure"].limit, 2.1e-10 * 133.322, rtol=0.01)
    assert all(row.formula for row in rows.values())
    assert not any(row.hard for name, row in rows.items() if name in ("position_offset", "field_gradient"))


def test_recoil_and_fine_structure():
    """Parker et al. (2018): 16 n² times the recoil frequency times T; two interferometers, shots of a year."""
    p = parameters(purpose="recoil", species=("Cs133",), photon_recoils=10.0, pulse_separation=0.08, cycle_time=1.0,
                   measuring_time=1e6)  # fmt: skip
    (found,) = (item for item in model.performance(p, blind) if item.name == "alpha_uncertainty")
    phase = 16 * 25 * 2 * np.pi * 2066.3 * 0.08
    assert_allclose(found.value, 0.5 * np.sqrt(2) / (0.6 * 1e3) / phase / 1e3, rtol=1e-3)


class Blind:
    """An environment that states nothing."""

    def __call__(self, name, *_):
        return None

    def quantity(self, name, *_):
        return Quantity(missing=(f"{name} is not stated",))

    spectrum = quantity


blind = Blind()


def test_a_long_pulse_train_sees_less_of_a_fast_wave():
    """The figure is the best of the mid band; a thousand photons cross 44 000 km in 147 s."""
    _, found = placed("aedge", "galileo_meo", "ste_quest_bus")
    plain_formula = 1e-5 / (2 * 1000 * 2 * np.pi / 698e-9 * 4.4e7)
    assert found["strain_density"].value > 3 * plain_formula
    assert 0.01 <= found["best_frequency"].value <= 10.0
    _, short = placed("aedge", "galileo_meo", "ste_quest_bus", parameters__baseline="44 km", parameters__pulse_separation="5 s")
    assert_allclose(short["strain_density"].value, 1e3 * plain_formula, rtol=0.01)
    _, hurried = placed("aedge", "galileo_meo", "ste_quest_bus", parameters__pulse_separation="200 s")  # a train takes 220 s
    assert hurried["strain_density"].value is None


def test_a_known_factor_counts_beside_an_unknown_one():
    """Rotation known only from above, gradient exactly, vacuum not at all: the gradient alone bounds from below."""
    around = NOISY._replace(rotation_rate=Quantity(1e-6, "at_most"))
    found = budget.budget_in(parameters(chamber_pressure=None), around)
    noise = found.statistical["projection noise"]["cloud 1, Rb87"]
    left = {item.name: item for item in found.contrast}
    expected = budget.projection_noise_of(parameters(), "Rb87") / left["gravity gradient, Rb87"].value
    assert noise.bound == "at_least" and noise.value == pytest.approx(expected, rel=1e-12)
    assert (left["rotation, Rb87"].bound, left["residual gas, Rb87"].value) == ("at_least", None)
    assert left["rotation, Rb87"].value == pytest.approx(0.99135, rel=1e-5)


def test_requirements_of_the_second_ste_quest():
    """1e-17 with potassium and rubidium: co-location η r/2 relaxed 1e5 times, 4.2e-7 K/m at 300 K (at 1400 km)."""
    rows = {row.variable: row for row in model.derive(plain(qt.instrument("ste_quest_m7").parameters))}
    assert_allclose(rows["position_offset"].limit, 3.8890685e-11 * 1e5, rtol=1e-6)
    assert_allclose(rows["chamber_gradient"].limit, 4.2e-7, rtol=0.02)
    assert not any(row.when for row in rows.values())


def test_a_contrast_of_zero_is_refused():
    with pytest.raises(QtspaceError, match="must be positive"):
        qt.instrument("ste_quest_ai").replace(parameters__contrast="0")


def test_no_contrast_to_spare_leaves_what_the_mirror_takes_up():
    p = plain(qt.instrument("cai").replace(name="x", parameters__contrast="0.5").parameters)  # minimum_contrast is 0.9
    (row,) = (row for row in model.derive(p) if row.variable == "rotation_rate")
    assert row.limit == pytest.approx(1.2e-3)


def test_the_error_of_a_turned_mirror_counts_in_the_limit():
    def limit(**changes):
        p = plain(qt.instrument("cai").replace(name="x", **changes).parameters)
        return next(row.limit for row in model.derive(p) if row.variable == "rotation_rate")

    whole, left = limit(), limit(parameters__rotation_residual="2e-6 rad/s")
    assert left == pytest.approx(whole - 2e-6, rel=1e-12)
    assert limit(parameters__rotation_residual="1 rad/s") == pytest.approx(whole - 1.2e-3, rel=1e-9)


def test_tuning_range_of_the_compensation():
    """Roura (2017): 10.80 GHz at 700 km and T = 5 s."""
    _, figures = placed("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus")
    assert figures["compensation_detuning"].value == pytest.approx(10.80e9, rel=2e-3)


# Clocks


def test_cavity_and_its_temperature():
    clock = qt.instrument("ste_quest_clock").replace(
        name="cavity", parameters__cavity_offset="0.1 K", parameters__cavity_curvature="1e-9 1/K^2",
        parameters__cycle_time="1 s",
    )  # fmt: skip
    fit = qt.assess(clock, "ste_quest_m3_heo", "ste_quest_bus", days=20)
    assert fit["cavity_temperature_stability"].limit == pytest.approx(8e-14 / 1e-10, rel=1e-9)
    assert fit["residual_acceleration_asd"].limit == pytest.approx(np.sqrt(2) * 8e-14 / 4e-11, rel=1e-9)
    assert not fit["residual_acceleration_asd"].hard


def test_the_absolute_route_reports_its_noise_apart():
    whole = {"flicker_floor": "0", "drift": "0 1/s", "link_time_deviation": "1 ps", "link_averaging_time": "1 day",
             "cycle_time": "1 s", "interrogation_time": "1 s"}  # fmt: skip
    changes = {f"parameters__{name}": value for name, value in whole.items()}
    silence = [[frequency, "0 m/s^2/sqrt(Hz)"] for frequency in ("0.01 Hz", "1 kHz")]
    spectrum = {"variable": "residual_acceleration_asd", "curve": silence, "source": "assumed"}
    bus = qt.platform("ste_quest_bus")
    quiet = bus.replace(offers=[*bus.raw["offers"], spectrum])
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", quiet, **changes)
    noise = np.hypot(8e-14 / np.sqrt(2.5 * 31_557_600), np.sqrt(3) * 1e-12 / 86_400)
    assert figures["redshift_absolute_statistical"].value == pytest.approx(noise / 6.18e-10, rel=0.01)
    assert figures["redshift_uncertainty_absolute"].value == pytest.approx(1e-16 / 6.18e-10, rel=0.01)
    _, silent = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus")
    assert silent["redshift_absolute_statistical"].value is None
    assert "drift is not stated" in silent["redshift_absolute_statistical"].missing


def test_null_tests_follow_the_common_view():
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus")
    seen = qt.environment("ste_quest_m3_heo", days=20).common_view("syrte_paris", "nist_boulder", "10 deg")
    time = seen.duration.sum() / (20 * 86_400) * 2.5 * 31_557_600
    chord = abs(np.cos(np.radians(48.836)) * np.exp(1j * np.radians(2.336))
                - np.cos(np.radians(40.0)) * np.exp(-1j * np.radians(105.26)))  # fmt: skip
    expected = np.sqrt(2) * 3e-14 / (4.208e-13 * chord * np.sqrt(time))
    assert figures["redshift_sun_uncertainty"].value == pytest.approx(expected, rel=2e-3)
    assert figures["ground_comparison_uncertainty"].value == pytest.approx(3e-14 / np.sqrt(time), rel=2e-3)
    ratio = figures["redshift_moon_uncertainty"].value / figures["redshift_sun_uncertainty"].value
    assert ratio == pytest.approx(4.208e-13 / 2.355e-15, rel=2e-3)
    _, low = placed("ste_quest_clock", "iss", "iss_columbus_external")
    assert low["redshift_sun_uncertainty"].value is None


def test_declared_and_derived_needs_of_the_clocks_agree():
    """The catalogue states them rounded to two digits."""
    for name in ("aces_pharao", "soc", "soc2", "focos", "ste_quest_clock"):
        fit = qt.assess(name, "ste_quest_m3_heo", "ste_quest_bus", days=20)
        for variable in ("temperature_stability", "magnetic_field"):
            limits = {item.basis: item.limit for item in fit.findings if item.variable == variable}
            if "derived" in limits:
                assert_allclose(limits["declared"], limits["derived"], rtol=0.04)


def test_terms_of_a_clock_by_hand():
    fit = qt.assess("aces_pharao", "iss", "iss_columbus_external", days=20)
    found = fit.error_budgets["aces_pharao"]
    assert_allclose(found.statistical["link"].value, np.sqrt(3) * 7e-12 / 86_400, rtol=1e-9)
    assert_allclose(found.statistical["white frequency noise"].value, 1e-13 / np.sqrt(2.5 * 31_557_600), rtol=1e-9)
    swing = fit["temperature_stability"].value
    assert_allclose(found.systematic["black-body swing"].value, 4 * 1.71e-14 * swing / 100 / 300, rtol=1e-9)
    gravity = 8.63
    error = 1.5 * gravity * fit["orbit_knowledge"].value / SPEED_OF_LIGHT**2 / 430
    assert_allclose(found.systematic["orbit knowledge"].value, error, rtol=0.02)


def test_without_its_relief_the_orbit_error_is_an_upper_bound():
    found = qt.assess("soc", "iss", "iss_columbus_external", days=20).error_budgets["soc"].systematic["orbit knowledge"]
    assert found.bound == "at_most" and clock_budget.NAIVE in found.missing


def test_vibration_of_the_oscillator():
    """White frequency noise S of the cavity, read half of the time: Σ sinc²(m/2) S/τ = S/2 at one second."""
    p = SimpleNamespace(cavity_sensitivity=1e-10, cycle_time=1.0, interrogation_time=0.5)
    found = clock_budget.oscillator_vibration(p, Quantity(Density((0.1, 1e4), (1e-3, 1e-3))))
    assert_allclose(found.value, 1e-13 / np.sqrt(2), rtol=2e-3)
    late = clock_budget.oscillator_vibration(p, Quantity(Density((5.0, 1e4), (1e-3, 1e-3))))
    assert late.bound == "at_least" and late.value < found.value
    early = clock_budget.oscillator_vibration(p, Quantity(Density((0.1, 5.0), (1e-3, 1e-3))))
    assert early.bound == "at_least" and early.value < found.value
    above = clock_budget.oscillator_vibration(p, Quantity(Density((0.1, 5.0), (1e-3, 1e-3)), "at_most"))
    assert above.value is None


def test_projection_noise_is_the_floor_of_a_clock():
    p = SimpleNamespace(cycle_time=2.0, atoms=1e4, species="Sr87", interrogation_time=0.5, contrast=0.8)
    expected = np.sqrt(2.0 / 1e4) / (2 * np.pi * 429.228004e12 * 0.5 * 0.8)
    assert_allclose(clock_budget.projection(p).value, expected, rtol=1e-9)
    p.species = None
    assert clock_budget.projection(p).missing == ("species is not stated",)


def test_a_coefficient_that_was_not_found_stays_unknown():
    found = qt.assess("galileo_maser", "galileo_5_6", "ste_quest_bus", days=20).error_budgets["galileo_maser"]
    assert found.systematic["black-body swing"].value is None
    assert "blackbody_static of H1 was not found" in found.systematic.missing


def test_the_route_is_named():
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus")
    best = figures["redshift_uncertainty"]
    white = 8e-14 / np.sqrt(2.5 * 31_557_600) / 6.18e-10
    assert best.value == pytest.approx(np.hypot(figures["redshift_uncertainty_absolute"].value, white), rel=1e-4)
    assert best.value < figures["redshift_uncertainty_modulated"].value
    assert best.formula.startswith("absolute route") and "white noise" in best.formula
    _, worse = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus", parameters__accuracy="1e-15")
    assert worse["redshift_uncertainty"].formula.startswith("modulated route")
    assert worse["redshift_uncertainty_modulated"].value == figures["redshift_uncertainty_modulated"].value


def test_a_noisy_clock_claims_no_redshift_by_its_accuracy():
    """1e-10 at 1 s averages down to 1.1e-14 in 2.5 years, a hundred times the accuracy."""
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus", parameters__instability="1e-10")
    white = 1e-10 / np.sqrt(2.5 * 31_557_600) / 6.18e-10
    assert figures["redshift_uncertainty"].value == pytest.approx(white, rel=1e-3)
    _, untimed = placed("soc", "iss", "iss_columbus_external")
    assert "its noise is left out" in untimed["redshift_uncertainty"].formula


def test_what_is_left_out_of_the_noise_is_said():
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus")
    _, whole = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus", parameters__flicker_floor="1e-15")
    for name in ("redshift_modulated_statistical", "fine_structure_change"):
        assert "white noise alone" in figures[name].formula and "white noise alone" not in whole[name].formula
        assert whole[name].value > figures[name].value


def test_a_potential_that_does_not_change_tests_nothing():
    _, figures = placed("ste_quest_clock", "geo", "ste_quest_bus")
    for part in ("uncertainty_modulated", "modulated_statistical", "modulated_systematic"):
        assert figures[f"redshift_{part}"].value is None
    assert figures["redshift_uncertainty"].formula.startswith("absolute route")


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("ste_quest_ai", {"species": ["Rb87", "Rb87"]}, "'Rb87' is named twice"),
        ("ste_quest_clock", {"compared_stations": ["nist_boulder", "nist_boulder"]}, "'nist_boulder' is named twice"),
        ("ste_quest_clock", {"interrogation_time": "2 s", "cycle_time": "1 s"}, "at least the interrogation time, 2 s"),
    ],
)
def test_parameters_that_contradict_each_other_are_refused(name, changes, message):
    with pytest.raises(QtspaceError, match=message):
        qt.instrument(name).replace(**{f"parameters__{key}": value for key, value in changes.items()})


@pytest.mark.parametrize("systematic", ["1e-18", "5e-17", "1e-15"])
def test_no_modulated_claim_beats_what_follows_the_orbit(systematic):
    _, figures = placed("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus", parameters__orbit_systematic=systematic)
    assert figures["redshift_uncertainty_modulated"].value >= figures["redshift_modulated_systematic"].value
    _, silent = placed("galileo_maser", "galileo_5_6", "ste_quest_bus")
    assert silent["redshift_uncertainty_modulated"].value is None
    assert silent["redshift_modulated_statistical"].value > 0
