"""Resource sums of a set of instruments against the capacities of a platform."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment import gates, resources
from qtspace_trade.engine.environment import environment_of

CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}
UNITS = {
    "mass": "kg", "power": "W", "peak_power": "W", "standby_power": "W", "volume": "m^3", "data_rate": "bit/s", "aperture": "m",
    "cold_load": "W", "cold_temperature": "K", "heat": "W",
}  # fmt: skip
LOW = "leo_500_noon_midnight"


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("weighed"):
        yield


def cited(value, **more):
    return {"value": value, "source": "test", **more}


def instrument(name="probe", heritage="flown", shares=(), operations=None, bounds=None, **amounts):
    power = min(10.0, amounts.get("peak_power", 10.0))
    stated = {key: cited(f"{value!r} {UNITS[key]}", **({"bound": bounds[key]} if key in (bounds or {}) else {}))
              for key, value in {"mass": 10.0, "power": power, **amounts}.items() if value is not None}  # fmt: skip
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "weighed", "shares": list(shares),
        "operations": {"time_fraction": cited("0.5"), **(operations or {})}, "resources": {**stated, "heritage": heritage},
        **CITED,
    })  # fmt: skip


def platform(**numbers):
    usual = {"dry_mass": "100 kg", "payload_mass": "1000 kg", "payload_power": "1000 W", "time_overhead": "0"}
    stated = {key: value for key, value in {**usual, **numbers}.items() if value is not None}
    return testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft", "flies": [{"orbit_class": "leo", "source": "test"}],
        "attitudes": [{"law": "nadir", "source": "test"}],
        **{key: cited(value) if isinstance(value, str) else value for key, value in stated.items()}, **CITED,
    })  # fmt: skip


def environment(host, orbit=LOW, days=20):
    """Of a host on an orbit of the catalogue; the orbit layer is shared by all tests."""
    return environment_of(qt.environment(orbit, days=days).layer, host, "nadir")


def sums(crew, host=None, orbit=LOW, **more):
    host = host or platform()
    return resources.budgets(tuple(crew), host, environment(host, orbit), **more)


def findings(crew, host, orbit=LOW, **more):
    return {item.variable: item for item in gates.budgets("crew", sums(crew, host, orbit, **more), host)}


# Columns


@pytest.mark.parametrize(
    ("heritage", "margin"), [("flown", 0.0), ("off_the_shelf", 0.05), ("minor_modification", 0.1), ("new", 0.2)]
)
@pytest.mark.parametrize("resource", ["mass", "power", "volume", "peak_power", "heat", "cold_load"])
def test_three_columns(resource, heritage, margin):
    found = sums([instrument(heritage=heritage, **{resource: 4.0})])[resource.replace("_", " ")]
    assert (found.estimate, found.with_maturity) == pytest.approx((4.0, 4.0 * (1 + margin)))
    assert found.with_system_margin == pytest.approx(1.2 * found.with_maturity)
    assert found.unit == UNITS[resource]


def test_geometry_has_no_margin():
    crew = [instrument("a", heritage="new", aperture=0.3), instrument("b", heritage="new", aperture=0.4)]
    found = sums(crew)
    assert found["aperture"].with_system_margin == 0.4
    assert found["area of apertures"].with_system_margin == pytest.approx(3.14159265 / 4 * (0.3**2 + 0.4**2))


def test_peak_is_the_sum_of_what_may_run_together():
    """a and b never run at once: a peaks at 50 W with b waiting at 2 W; c, which states no standby, counts in full."""
    crew = [
        instrument("a", power=10.0, peak_power=50.0, standby_power=1.0), instrument("b", peak_power=30.0, standby_power=2.0),
        instrument("c", peak_power=20.0),
    ]  # fmt: skip
    assert sums(crew)["peak power"].estimate == 100.0
    assert sums(crew, exclusive={("a", "b")})["peak power"].estimate == 72.0
    assert sums(crew, exclusive={("a", "b"), ("b", "c"), ("a", "c")})["peak power"].estimate == 72.0


def test_mean_power_follows_who_runs_together():
    """Two of 200 W that never run at once wait at 1 W: mean and peak are 201 W."""
    crew = [instrument(name, power=200.0, peak_power=200.0, standby_power=1.0) for name in ("a", "b")]
    found = sums(crew, platform(payload_peak_power="300 W"), exclusive={("a", "b")})
    assert found["power"].estimate == found["peak power"].estimate == 201.0
    assert sums(crew)["power"].estimate == 400.0


def test_a_standby_that_is_not_stated_counts_in_full_and_is_said():
    """a waits at 1 W, b at nobody knows what: 400 W at most, 201 W at least where b runs and 200 W where a does."""
    crew = [instrument("a", power=200.0, standby_power=1.0), instrument("b", power=200.0)]
    apart = {("a", "b")}
    assert sums(crew, exclusive=apart)["power"].estimate == 400.0
    status = {}
    for capacity in ("500 W", "300 W", "200.5 W"):
        found = findings(crew, platform(payload_power=capacity), exclusive=apart)["payload_power"]
        status[capacity] = found.status, found.hard
        assert "standby power of 'b' is not stated" in found.sentence
    assert status == {"500 W": ("met", True), "300 W": ("unknown", True), "200.5 W": ("violated", True)}


def test_a_shared_unit_saves_no_power_of_those_that_wait():
    """a runs at 200 W with the shared unit in it, b waits at 1 W: there is nothing left to save."""
    share = {"function": "laser", "power": cited("50 W"), "extra_per_user": cited("0"), "source": "test"}
    crew = [instrument(name, power=200.0, standby_power=1.0, shares=[share]) for name in ("a", "b")]
    assert sums(crew)["power"].estimate == 350.0
    assert sums(crew, exclusive={("a", "b")})["power"].estimate == 201.0


def test_a_peak_below_the_mean_is_none():
    found = sums([instrument(power=60.0, peak_power=50.0)])["peak power"]
    assert (found.known, found.need_bounds) == (60.0, {"at_least"})


def test_the_mean_is_a_lower_bound_of_a_peak_that_is_not_stated():
    crew = [instrument("a", power=60.0), instrument("b", peak_power=30.0)]
    below = findings(crew, platform(payload_peak_power="100 W"))["payload_peak_power"]
    assert (below.status, below.hard) == ("unknown", False)
    above = findings(crew, platform(payload_peak_power="80 W"))["payload_peak_power"]
    assert (above.status, above.hard, above.value) == ("violated", True, 90.0)


def test_the_power_is_an_upper_bound_of_heat_that_is_not_stated():
    within = findings([instrument(power=60.0)], platform(heat_rejection="80 W"))["payload_heat"]
    assert (within.status, within.hard) == ("met", True)
    above = findings([instrument(power=60.0)], platform(heat_rejection="50 W"))["payload_heat"]
    assert (above.status, above.hard) == ("unknown", False)
    stated = findings([instrument(power=60.0, heat=55.0)], platform(heat_rejection="50 W"))["payload_heat"]
    assert stated.status == "violated"


# Gates

CAPACITIES = [
    ("volume", "payload_volume", "payload_volume", "m^3"), ("peak_power", "payload_peak_power", "payload_peak_power", "W"),
    ("heat", "heat_rejection", "payload_heat", "W"), ("aperture", "payload_aperture", "payload_aperture", "m"),
    ("cold_load", "cold_lift", "cold_lift", "W"),
]  # fmt: skip


@pytest.mark.parametrize(("need", "capacity", "variable", "unit"), CAPACITIES)
def test_both_sides_stated_decide(need, capacity, variable, unit):
    for limit, status in ((2.0, "violated"), (4.0, "met"), (5.0, "met")):
        found = findings([instrument(**{need: 4.0})], platform(**{capacity: f"{limit} {unit}"}))[variable]
        assert (found.status, found.hard) == (status, True)
        assert (found.value, found.limit) == (4.0, limit)


@pytest.mark.parametrize(("need", "capacity", "variable", "unit"), CAPACITIES)
def test_one_side_is_shown_and_decides_nothing(need, capacity, variable, unit):
    found = findings([instrument(**{need: 4.0})], platform())[variable]
    assert (found.status, found.hard) == ("unknown", False)
    assert capacity.replace("_", " ") in found.missing[0] and "bus" in found.missing[0]
    crew = [instrument(**{need: 4.0}), instrument("silent", power=None)]
    found = findings(crew, platform(**{capacity: f"5 {unit}"}))[variable]
    assert (found.status, found.hard) == ("unknown", False)
    assert "silent" in found.missing[0]


def test_the_mean_power_is_not_named_twice():
    found = findings([instrument(power=60.0)], platform(payload_power="50 W", payload_peak_power="50 W"))
    assert found["payload_power"].status == "violated" and "payload_peak_power" not in found


@pytest.mark.parametrize(("need", "capacity", "variable", "unit"), CAPACITIES)
def test_a_bound_decides_on_its_side_only(need, capacity, variable, unit):
    for bound, limit, status in (("at_least", 5.0, "met"), ("at_least", 3.0, "unknown"), ("at_most", 3.0, "violated"),
                                 ("at_most", 5.0, "unknown")):  # fmt: skip
        host = platform(**{capacity: cited(f"{limit} {unit}", bound=bound)})
        found = findings([instrument(**{need: 4.0})], host)[variable]
        assert (found.status, found.hard) == (status, status != "unknown")


def test_what_nobody_speaks_of_is_no_finding():
    found = findings([instrument(aperture=0.0)], platform())
    assert set(found) == {"payload_mass", "payload_power", "payload_volume"}


def test_the_known_part_of_a_sum_is_a_lower_bound():
    crew = [instrument("a", mass=60.0), instrument("b", mass=None)]
    above = findings(crew, platform(payload_mass="50 kg"))["payload_mass"]
    assert (above.status, above.hard, above.value, above.bound) == ("violated", True, 60.0, "at_least")
    below = findings(crew, platform(payload_mass="70 kg"))["payload_mass"]
    assert (below.status, below.hard) == ("unknown", True)
    assert sums(crew)["mass"].estimate is None and sums(crew)["mass"].known == 60.0


def test_only_what_binds_is_named():
    """236 kg and 480 W on a bus for 300 kg and 300 W: the power and not the mass."""
    host = qt.platform("medium_bus_500kg")
    crew = tuple(qt.instrument(name) for name in ("aces_pharao", "nanoqey"))
    found = gates.budgets("crew", resources.budgets(crew, host, environment(host)), host)
    assert [item.variable for item in found if item.status == "violated"] == ["payload_power"]
    sentence = next(item for item in found if item.status == "violated").sentence
    assert "480 W" in sentence and "300 W" in sentence and "gnc" in sentence


def test_credit_is_taken_off():
    share = {"function": "laser", "mass": cited("6 kg"), "power": cited("4 W"), "extra_per_user": cited("0"), "source": "test"}
    crew = [instrument("a", shares=[share]), instrument("b", shares=[share])]
    found = sums(crew)
    assert (found["mass"].estimate, found["mass"].credit) == (14.0, 6.0)
    assert found["peak power"].credit == 0.0


def laser(mass=None):
    number = {"mass": cited(mass)} if mass else {}
    return {"function": "laser", **number, "extra_per_user": cited("0"), "source": "test"}


@pytest.mark.parametrize(("capacity", "status"), [("130 kg", "met"), ("100 kg", "unknown"), ("60 kg", "violated")])
def test_an_unknown_credit_leaves_the_sum_open_down_to_the_largest(capacity, status):
    """60 + 70 kg that share a laser of an unknown mass take 70 to 130 kg."""
    crew = [instrument("a", mass=60.0, shares=[laser("6 kg")]), instrument("b", mass=70.0, shares=[laser()])]
    found = findings(crew, platform(payload_mass=capacity))["payload_mass"]
    assert (found.status, found.hard) == (status, True)
    if status == "unknown":
        assert found.bound == "at_most"
        assert "credit of mass for laser" in found.sentence and "'b' is not stated" in found.sentence
    if status == "violated":
        assert (found.value, found.bound) == (70.0, "at_least")


def test_an_unknown_credit_of_others_takes_nothing_off():
    """c shares nothing: with it the sum is at least 70 + 50 kg."""
    crew = [instrument(name, mass=mass, shares=[laser()]) for name, mass in (("a", 60.0), ("b", 70.0))]
    crew += [instrument("c", mass=50.0)]
    assert sums(crew)["mass"].least == 120.0
    assert findings(crew, platform(payload_mass="119 kg"))["payload_mass"].status == "violated"
    assert findings(crew, platform(payload_mass="121 kg"))["payload_mass"].status == "unknown"


def test_an_unknown_credit_of_volume_decides_nothing():
    crew = [instrument(name, volume=0.5, shares=[laser()]) for name in ("a", "b")]
    found = findings(crew, platform(payload_volume="0.7 m^3"))["payload_volume"]
    assert (found.status, found.hard) == ("unknown", False)


def test_a_cold_stage_that_nobody_offers_is_shown():
    found = gates.cold_stage(instrument(cold_load=0.1, cold_temperature=30.0), platform())
    assert (found.status, found.hard, found.limit) == ("unknown", False, 30.0)
    assert found.sentence == (
        "probe: cold lift temperature is unknown: cold lift temperature of 'bus' is not stated, 30 K are needed."
    )
    assert findings([instrument(cold_load=0.1)], platform())["cold_lift"].status == "unknown"


@pytest.mark.parametrize(
    ("value", "limit", "status"), [(math.inf, 1.0, "violated"), (1e-300, 1e300, "met"), (1e308, 1e-308, "violated")]
)
def test_no_number_is_too_large_for_a_gate(value, limit, status):
    found = gates._limited("crew", "payload_mass", value, limit, "at_most")
    assert (found.status, abs(found.margin)) == (status, 12.0)


def test_a_cold_stage_that_is_not_cold_enough():
    host = platform(cold_lift="1 W", cold_lift_temperature="20 K")
    warm = gates.cold_stage(instrument(cold_load=0.1, cold_temperature=30.0), host)
    cold = gates.cold_stage(instrument(cold_load=0.1, cold_temperature=10.0), host)
    assert (warm.status, cold.status) == ("met", "violated")
    assert (cold.value, cold.limit) == (20.0, 10.0)
    assert gates.cold_stage(instrument(cold_load=0.1), host) is None


# Energy and data: a shortage costs time


def eclipse(days=20):
    place = qt.environment(LOW, days=days)
    return place.statistic("eclipse_duration", "instant").value, place.fraction("eclipse")


def test_energy_in_the_longest_eclipse():
    """Half of the time measuring, spread evenly, the rest in standby at 2 W."""
    longest, _ = eclipse()
    host = platform(battery_energy="10 Wh")
    found = sums([instrument(power=12.0, standby_power=2.0)], host)
    assert found["eclipse energy"].estimate == pytest.approx((0.5 * 12.0 + 0.5 * 2.0) * longest)
    assert found["standby energy"].estimate == pytest.approx(2.0 * longest)
    assert found["eclipse energy"].capacity == 36_000.0


def test_work_in_the_shadow_draws_all_its_energy_there():
    """An instrument that measures in eclipse only and a tenth of the time is on for a tenth over the share of eclipse."""
    longest, share = eclipse()
    probe = instrument(power=12.0, operations={"when": "eclipse", "time_fraction": cited("0.1")})
    found = sums([probe], platform(battery_energy="10 Wh"))["eclipse energy"]
    assert found.estimate == pytest.approx(12.0 * longest * 0.1 / share)
    day = instrument(power=12.0, operations={"when": "sunlit", "time_fraction": cited("0.1")})
    assert sums([day], platform(battery_energy="10 Wh"))["eclipse energy"].estimate == pytest.approx(0.0)


def test_a_shortage_of_energy_or_data_costs_time_and_bars_nothing():
    host = platform(battery_energy="1 Wh", data_volume="1 Gbit/day")
    found = findings([instrument(power=12.0, data_rate=1e6)], host)
    for variable in ("eclipse_energy", "data_volume"):
        assert (found[variable].status, found[variable].hard) == ("violated", False)
    assert "min" in found["eclipse_energy"].why and "costs time" in found["eclipse_energy"].why


def test_standby_that_empties_the_battery_bars():
    found = findings([instrument(power=12.0, standby_power=10.0)], platform(battery_energy="1 Wh"))["standby_energy"]
    assert (found.status, found.hard) == ("violated", True)
    assert "standby_energy" not in findings([instrument()], platform(battery_energy="1 Wh"))


def test_no_eclipse_no_battery():
    host = platform(battery_energy="1 Wh")
    found = sums([instrument(power=1000.0)], host, "sun_earth_l2")["eclipse energy"]
    assert found.estimate == 0.0
    assert resources.limits((instrument(power=1000.0),), host, environment(host, "sun_earth_l2")) == ()


def test_data_at_the_demanded_share():
    host = platform(data_volume="43.2 Gbit/day")
    found = findings([instrument(data_rate=8e5), instrument("b", data_rate=0.0)], host)["data_volume"]
    assert (found.value, found.limit, found.status) == (pytest.approx(4e5), pytest.approx(5e5), "met")


def test_downlink_from_rate_and_contact():
    offers = [{"variable": "data_rate", "value": "1 Mbit/s", "source": "test"}]
    crew = [instrument(data_rate=1e5)]
    found = findings(crew, platform(offers=offers), contact=0.1)["data_volume"]
    assert (found.limit, found.status) == (pytest.approx(1e5), "met")
    assert findings(crew, platform(offers=offers))["data_volume"].status == "unknown"


def test_limits_say_what_the_time_costs():
    """The sum of need times share of the time within the capacity is the finding at the demanded shares."""
    host = platform(battery_energy="10 Wh", data_volume="43.2 Gbit/day")
    crew = (instrument("a", power=12.0, standby_power=2.0, data_rate=8e5, heritage="new"), instrument("b", power=5.0))
    budgets = sums(crew, host)
    energy, data = resources.limits(crew, host, environment(host))
    assert (energy.name, data.name) == ("energy in the longest eclipse", "data to the ground")
    spent = 0.5 * sum(need for _, need in energy.needs)
    assert energy.capacity - spent == pytest.approx(36_000.0 - budgets["eclipse energy"].with_maturity)
    assert (data.capacity, data.needs) == (pytest.approx(5e5), (("a", pytest.approx(1.2 * 8e5)),))


@pytest.mark.parametrize(("field", "value"), [("battery_energy", "1 Wh"), ("data_volume", "1 Gbit/day")])
def test_a_capacity_known_from_below_limits_nothing(field, value):
    crew = (instrument(power=12.0, data_rate=8e5),)
    host = platform(**{field: cited(value, bound="at_least")})
    assert resources.limits(crew, host, environment(host)) == ()


def test_a_need_known_from_above_limits_nothing():
    crew = (instrument(power=12.0, data_rate=8e5, bounds={"power": "at_most", "data_rate": "at_most"}),)
    host = platform(battery_energy="1 Wh", data_volume="1 Gbit/day")
    assert resources.limits(crew, host, environment(host)) == ()


# For any set

amounts = st.floats(0.0, 1e3)
HOST = {"battery_energy": "10 Wh", "data_volume": "1 Gbit/day"}


@st.composite
def crews(draw):
    count = draw(st.integers(1, 4))
    return tuple(
        instrument(
            f"probe_{number}", heritage=draw(st.sampled_from(["flown", "new"])), mass=draw(amounts),
            power=(power := draw(amounts)), peak_power=power + draw(amounts),
            standby_power=draw(st.floats(0.0, 1.0)) * power, volume=draw(amounts), data_rate=draw(amounts),
            aperture=draw(amounts), cold_load=draw(amounts), heat=draw(amounts),
        )
        for number in range(count)
    )  # fmt: skip


@settings(max_examples=30)
@given(crews())
def test_columns_are_in_order(crew):
    for found in sums(crew, platform(**HOST)).values():
        assert found.estimate <= found.with_maturity * (1 + 1e-12) <= found.with_system_margin * (1 + 2e-12)


@settings(max_examples=30)
@given(crews(), st.booleans())
def test_resources_grow_with_the_set(crew, apart):
    host = platform(**HOST)
    exclusive = {(one.name, other.name) for one, other in itertools.combinations(crew, 2)} if apart else set()
    whole, part = sums(crew, host, exclusive=exclusive), sums(crew[:-1], host, exclusive=exclusive)
    for name, found in part.items():
        if crew[:-1]:
            assert found.with_maturity <= whole[name].with_maturity * (1 + 1e-12) + 1e-12


@settings(max_examples=30)
@given(crews(), st.sets(st.sampled_from(list(itertools.combinations([f"probe_{number}" for number in range(4)], 2)))))
def test_mean_power_stays_below_peak_power(crew, exclusive):
    found = sums(crew, exclusive=exclusive)
    assert found["power"].with_maturity <= found["peak power"].with_maturity * (1 + 1e-12)
    assert found["power"].least <= found["power"].known * (1 + 1e-12)


@settings(max_examples=30)
@given(crews())
def test_the_order_of_the_instruments_does_not_matter(crew):
    host = platform(**HOST)
    one, other = sums(crew, host), sums(crew[::-1], host)
    for name, found in one.items():
        assert found.with_maturity == pytest.approx(other[name].with_maturity)
