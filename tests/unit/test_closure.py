"""Closure of a spacecraft: velocity changes, propellant, mass at launch, drag-free flight."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment import closure, gates, resources
from qtspace_trade.constants import DAY, EARTH_RADIUS, JULIAN_YEAR, STANDARD_GRAVITY
from qtspace_trade.engine.environment import environment_of
from qtspace_trade.errors import CatalogueError
from qtspace_trade.physics import manoeuvres

CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}
DAYS = 20
LOW, HIGH, GEO, HALO, DRIFT = (
    "sso_600_dawn_dusk", "ste_quest_m3_heo", "geo", "sun_earth_l2", "drift_away",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("lifted"):
        yield


def cited(value, **more):
    return {"value": value, "source": "test", **more}


def platform(**numbers):
    usual = {
        "dry_mass": "100 kg", "payload_mass": "100 kg", "payload_power": "100 W", "cross_section": "1 m^2",
        "lifetime": "2 year", "drag_coefficient": "2.2", "reflectivity_coefficient": "1.3", "specific_impulse": "220 s",
    }  # fmt: skip
    stated = {key: value for key, value in {**usual, **numbers}.items() if value is not None}
    return testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft", "flies": [{"orbit_class": "sso", "source": "test"}],
        "attitudes": [{"law": "sun", "source": "test"}],
        **{key: cited(value) if isinstance(value, str) and key != "kind" else value for key, value in stated.items()}, **CITED,
    })  # fmt: skip


def payload(mass="50 kg", name="probe", **more):
    number = {"mass": cited(mass, **more)} if mass else {}
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "lifted", "resources": {**number, "heritage": "flown"}, **CITED,
    })  # fmt: skip


def close(orbit=LOW, mass="50 kg", crew=None, **numbers):
    host = platform(**numbers)
    environment = environment_of(qt.environment(orbit, days=DAYS).layer, host, "sun")
    return closure.close(resources.budget(crew or (payload(mass),), host, "mass"), host, environment)


def line(closed, name):
    return next(item for item in closed.lines if item.name == name)


def finding(closed, variable):
    return {item.variable: item for item in gates.closing("crew", closed)}.get(variable)


# Lines


def test_the_launcher_brings_it_there():
    assert line(close(), "transfer").delta_v == 0.0


@pytest.mark.parametrize(
    ("orbit", "delta_v"),
    [(HALO, math.sqrt(2 * 7754.9**2 - 0.53e6) - 7754.9), (DRIFT, (math.sqrt(2) - 1) * 7754.9)],
)
def test_own_climb_from_a_low_orbit(orbit, delta_v):
    """From 7754.9 m/s on a circle at 250 km to an apogee at the point, C3 = -0.53 km²/s², and to the energy of escape."""
    injection = {"orbit_class": "leo", "perigee_altitude": cited("250 km"), "apogee_altitude": cited("250 km")}
    closed = close(orbit, injection=injection)
    assert line(closed, "transfer").delta_v == pytest.approx(delta_v, rel=1e-3)
    assert closed.injection_class == "leo"
    assert {"vega_c", "ariane_62"} <= {item.name for item in closed.launchers}


def test_own_climb_to_an_eccentric_orbit():
    """From 700 km circular to 700 x 51 016 km: 2508.9 m/s evaluated by hand."""
    injection = {"orbit_class": "sso", "perigee_altitude": cited("700 km"), "apogee_altitude": cited("700 km")}
    found = line(close(HIGH, injection=injection), "transfer")
    assert found.delta_v == pytest.approx(2508.9, rel=2e-3)
    assert found.with_margin == pytest.approx(1.05 * found.delta_v)
    assert ("bus", "test") in found.sources


def test_rates_hold_over_the_lifetime():
    found = line(close(HALO, lifetime="5 year"), "station keeping")
    assert (found.delta_v, found.with_margin) == (pytest.approx(10.0), pytest.approx(20.0))
    assert found.evidence == "assumed" and found.sources == (("delta_v", "practice"),)
    assert line(close(GEO, lifetime="1 year"), "station keeping").delta_v == pytest.approx(49.5)


def test_every_orbit_class_of_free_flyers_has_its_rows():
    table = closure._table()
    free = {"leo", "sso", "iss", "meo", "geo", "heo", "sun_earth_l1", "sun_earth_l2", "heliocentric"}
    assert free <= set(table["station_keeping"]) & set(table["attitude"]) & set(table["disposal"])
    for group in ("station_keeping", "attitude", "disposal"):
        for row in table[group].values():
            assert row["source"] in table["references"]
            assert row["evidence"] != "assumed" or row.get("note")


def test_disposal_of_a_low_orbit():
    """600 km circular with a perigee of 50 km: 156.66 m/s evaluated by hand."""
    assert line(close(), "disposal").delta_v == pytest.approx(156.66, rel=5e-3)


def test_a_very_low_orbit_ends_by_itself():
    found = line(close("goce_260_dawn_dusk"), "disposal")
    assert found.delta_v == 0.0 and "by itself" in found.formula


def test_disposal_of_the_geostationary_orbit():
    """235 km + 1000 km x 1.3 x 1/100 up."""
    rise = 235e3 + 1e6 * 1.3 / 100
    expected = manoeuvres.hohmann_transfer(42_164e3, 42_164e3 + rise).delta_v
    assert line(close(GEO), "disposal").delta_v == pytest.approx(expected, rel=1e-2)


def test_drag_from_the_density_along_the_orbit():
    """Mean of half density times speed squared, with the inertial speed; from densities at the height of the orbit."""
    closed, environment = close(), qt.environment(LOW, days=DAYS)
    density = np.average(environment["mass_density"], weights=environment.layer.base.weights)
    force = 0.5 * 2.2 * 1.0 * density * 398_600.4418e9 / (EARTH_RADIUS + 600e3)
    expected = force / closed.dry_mass * 2 * JULIAN_YEAR
    assert line(closed, "drag compensation").delta_v == pytest.approx(expected, rel=0.02)
    assert line(close(HALO), "drag compensation").delta_v == 0.0


def test_force_does_not_depend_on_the_mass():
    light, heavy = close(dry_mass="100 kg"), close(dry_mass="1000 kg")
    impulses = [line(item, "drag compensation").delta_v * item.dry_mass for item in (light, heavy)]
    assert impulses[0] == pytest.approx(impulses[1])


# Propellant and mass at launch


def test_propellant_by_the_rocket_equation():
    closed = close(HALO)
    assert closed.dry_mass == pytest.approx(1.2 * 150.0)
    assert closed.delta_v == pytest.approx(2 * 2 * 2.0 + 2 * 2 * 1.0 + 2 * 10.0)
    burnt = closed.dry_mass * math.expm1(closed.delta_v / (STANDARD_GRAVITY * 220.0))
    assert closed.propellant == pytest.approx(1.02 * burnt)
    assert closed.launch_mass == pytest.approx(closed.dry_mass + closed.propellant)
    assert not closed.missing


@pytest.mark.parametrize(("capacity", "status"), [("10 kg", "met"), ("0.5 kg", "violated")])
def test_propellant_against_the_tank(capacity, status):
    found = finding(close(HALO, propellant_capacity=capacity), "propellant_mass")
    assert (found.status, found.hard) == (status, True)
    assert "station keeping" in found.why


def test_no_tank_stated_decides_nothing():
    found = finding(close(HALO), "propellant_mass")
    assert (found.status, found.hard) == ("unknown", False)
    assert "propellant capacity" in found.missing[0]
    assert finding(close(HALO, specific_impulse=None), "propellant_mass") is None


def test_what_is_known_of_the_propellant_is_a_lower_bound():
    """Without a lifetime the rates are unknown: what is known exceeds the small tank and says nothing of the large one."""
    small, large = (close(LOW, lifetime=None, propellant_capacity=tank) for tank in ("1 kg", "100 kg"))
    assert finding(small, "propellant_mass").status == "violated"
    found = finding(large, "propellant_mass")
    assert (found.status, found.hard) == ("unknown", False)
    assert any("lifetime" in reason for reason in found.missing)
    launch = finding(close(LOW, lifetime=None, launch_capability="1000 kg"), "launch_mass")
    assert (launch.status, launch.hard) == ("unknown", False)
    assert finding(close(LOW, lifetime=None, launch_capability="150 kg"), "launch_mass").status == "violated"


def test_a_low_orbit_that_ends_by_itself_needs_no_propulsion():
    closed = close("goce_260_dawn_dusk", propellant_capacity="0 kg")
    assert closed.propellant == 0.0 and closed.launch_mass == closed.dry_mass
    assert finding(closed, "propellant_mass") is None
    assert "no propulsion" in finding(closed, "launch_mass").why


@pytest.mark.parametrize(("orbit", "lost"), [(GEO, False), (HALO, True), (HIGH, False)])
def test_no_propulsion_where_the_orbit_needs_it(orbit, lost):
    """A tank of nothing is no better than one that is too small; only an unstable orbit is lost without keeping."""
    none, small = (finding(close(orbit, propellant_capacity=tank), "propellant_mass") for tank in ("0 kg", "0.1 kg"))
    assert (none.status, none.hard) == (small.status, small.hard) == ("violated", lost)
    assert none.value == pytest.approx(small.value, rel=1e-3) and none.limit == 0.0
    assert "no propulsion for station keeping" in none.sentence and "m/s" in none.sentence
    assert ("bus", "test") in none.sources and none.evidence == "assumed"


def test_no_propulsion_for_the_climb():
    injection = {"orbit_class": "sso", "perigee_altitude": cited("400 km"), "apogee_altitude": cited("400 km")}
    found = finding(close(LOW, injection=injection, propellant_capacity="0 kg"), "propellant_mass")
    assert (found.status, found.hard) == ("violated", True) and "transfer" in found.why


def test_no_propulsion_and_no_specific_impulse():
    found = finding(close(HALO, propellant_capacity="0 kg", specific_impulse=None), "propellant_mass")
    assert (found.status, found.hard, found.value) == ("violated", True, None)
    assert "no propulsion for station keeping 8 m/s, attitude 4 m/s, disposal 20 m/s" in found.sentence
    assert "how much it takes is open: specific impulse of 'bus' is not stated" in found.sentence


def test_no_propulsion_for_the_disposal_is_a_matter_of_conduct():
    found = finding(close(propellant_capacity="0 kg"), "propellant_mass")
    assert (found.status, found.hard) == ("violated", False)
    delta_v = 1.05 * line(close(), "disposal").delta_v
    assert found.value == pytest.approx(1.02 * 180.0 * math.expm1(delta_v / (STANDARD_GRAVITY * 220.0)))
    assert "no propulsion for disposal" in found.sentence and "a rule of conduct" in found.sentence


def test_a_tank_too_small_for_the_disposal_only_is_no_worse_than_none():
    """The disposal takes 14 kg, drag a fraction of that."""
    found = finding(close(propellant_capacity="13 kg"), "propellant_mass")
    assert (found.status, found.hard) == ("violated", False)
    assert "enough without disposal (a rule of conduct" in found.sentence


def test_drag_that_is_unknown_may_spare_the_disposal():
    found = finding(close(propellant_capacity="0 kg", drag_coefficient=None), "propellant_mass")
    assert (found.status, found.hard) == ("unknown", False)
    assert "drag may end the orbit" in found.sentence


def test_what_is_not_known_of_the_orbit_decides_nothing_without_propulsion():
    found = finding(close(HALO, propellant_capacity="0 kg", lifetime=None), "propellant_mass")
    assert (found.status, found.hard) == ("unknown", False)
    assert "lifetime" in found.missing[0]


@pytest.mark.parametrize(("capability", "status"), [("181 kg", "met"), ("180 kg", "met"), ("179 kg", "violated")])
def test_without_stated_propulsion_the_dry_mass_is_compared(capability, status):
    found = finding(close(specific_impulse=None, launch_capability=capability), "launch_mass")
    assert (found.status, found.hard, found.value) == (status, True, pytest.approx(180.0))
    assert "without propellant" in found.why


def test_propellant_counts_in_the_mass_at_launch():
    assert finding(close(launch_capability="185 kg"), "launch_mass").status == "violated"
    assert finding(close(launch_capability="220 kg"), "launch_mass").status == "met"


def test_the_strongest_launcher_for_sale():
    found = finding(close(), "launch_mass")
    assert (found.limit, found.status) == (15_500.0, "met")
    assert ("ariane_64", "ariane6") in found.sources and "vega_c" in found.why and "pslv_xl" not in found.why
    heavy = finding(close(dry_mass="20000 kg"), "launch_mass")
    assert (heavy.status, heavy.hard) == ("violated", True)


def test_launchers_that_are_not_for_sale_are_listed_last():
    closed = close(dry_mass="200 kg")
    states = [item.status in closure.NOT_FOR_NEW_MISSIONS for item in closed.launchers]
    assert states == sorted(states) and True in states
    able = {item.name: item.able for item in closed.launchers}
    assert able["electron"] is False and able["vega_c"] is True


def test_an_orbit_class_without_launcher():
    found = finding(close("galileo_meo"), "launch_mass")
    assert (found.status, found.hard) == ("unknown", False)
    assert "meo" in found.missing[0]


def test_unknown_mass():
    closed = close(mass=None, launch_capability="180 kg")
    assert closed.launch_mass is None and closed.propellant is None
    assert finding(closed, "launch_mass").status == "unknown"


def test_the_known_part_of_the_mass_is_a_lower_bound():
    crew = (payload(), payload(None, "silent"))
    heavy, light = (close(crew=crew, specific_impulse=None, launch_capability=limit) for limit in ("170 kg", "190 kg"))
    assert finding(heavy, "launch_mass").status == "violated"
    found = finding(light, "launch_mass")
    assert found.status == "unknown" and any("silent" in reason for reason in found.missing)


@pytest.mark.parametrize(
    ("bound", "limit", "status"),
    [("at_least", "190 kg", "unknown"), ("at_least", "170 kg", "violated"), ("at_most", "190 kg", "met"),
     ("at_most", "170 kg", "unknown")],
)  # fmt: skip
def test_a_mass_known_from_one_side(bound, limit, status):
    crew = (payload(bound=bound),)
    assert finding(close(crew=crew, specific_impulse=None, launch_capability=limit), "launch_mass").status == status


def test_sites_are_not_launched():
    host = qt.platform("iss_columbus_external")
    environment = qt.environment("iss", host, days=DAYS)
    closed = closure.close(resources.budget((payload(),), host, "mass"), host, environment)
    assert closed is None and gates.closing("crew", closed) == []


@pytest.mark.parametrize(("capability", "status"), [("300 kg", "met"), ("220 kg", "unknown"), ("170 kg", "violated")])
def test_an_unknown_credit_leaves_the_mass_at_launch_open(capability, status):
    """Dry mass 1.2 (100 + 50 to 100 kg): two of 50 kg share a laser of an unknown mass."""
    share = {"function": "laser", "source": "test"}
    crew = tuple(payload(name=name).replace(shares=[share]) for name in ("a", "b"))
    found = finding(close(HALO, crew=crew, specific_impulse=None, launch_capability=capability), "launch_mass")
    assert (found.status, found.hard) == (status, status != "unknown")
    if status == "unknown":
        assert "credit of mass for laser" in found.sentence


# What the schema refuses and the numbers stand

REFUSED = [
    ({"specific_impulse": "1e-3 s"}, "expected 10 to 100000 s"), ({"specific_impulse": "1e6 s"}, "expected 10 to 100000 s"),
    ({"micro_specific_impulse": "1 s"}, "expected 10 to 100000 s"),
    ({"lifetime": "1e6 year"}, "36525 day"),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "sentence"), REFUSED)
def test_impossible_propulsion_is_refused(numbers, sentence):
    with pytest.raises(CatalogueError, match=sentence):
        platform(**numbers)


@pytest.mark.parametrize(
    ("perigee", "apogee", "sentence"),
    [("35786 km", "250 km", "'250 km' lies below the perigee altitude '35786 km'"), ("10 km", "250 km", "expected 100 km"),
     ("250 km", "1e10 km", "1.5 million km")],
)  # fmt: skip
def test_an_impossible_injection_is_refused(perigee, apogee, sentence):
    with pytest.raises(CatalogueError, match=sentence):
        platform(injection={"orbit_class": "geo", "perigee_altitude": cited(perigee), "apogee_altitude": cited(apogee)})


EXTREMES = {
    "dry_mass": ("0 kg", "1e-300 kg", "1e300 kg"), "specific_impulse": ("10 s", "1e5 s"),
    "cross_section": ("0 m^2", "1e300 m^2"),
    "drag_coefficient": ("1e-300", "1e300"), "reflectivity_coefficient": ("1e-300", "1e300"), "lifetime": ("90 s", "36000 day"),
    "propellant_capacity": ("1e-300 kg", "1e300 kg"), "launch_capability": ("0 kg", "1e300 kg"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
@pytest.mark.parametrize("orbit", [LOW, GEO, HALO])
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in EXTREMES.items() for value in values])
def test_any_number_that_is_allowed_closes(orbit, field, value):
    closed = close(orbit, **{"propellant_capacity": "1 kg", field: value})
    found = gates.closing("crew", closed)
    assert {item.variable for item in found} == {"launch_mass", "propellant_mass"}
    assert all(item.sentence and not (item.margin is not None and math.isnan(item.margin)) for item in found)


# Drag-free flight


def drag_free(orbit=HALO, **numbers):
    usual = {"cross_section": "6 m^2", "micro_specific_impulse": "60 s", "lifetime": "1 year"}
    return close(orbit, drag_free=True, **{**usual, **numbers})


def test_thrust_and_gas_against_sunlight():
    """35.41 uN on 6 m² at 1 au, evaluated by hand; 1.01 au from the Sun at L2."""
    item = drag_free().drag_free
    assert item.thrust == pytest.approx(2 * 35.41e-6, rel=0.04)
    assert item.propellant == pytest.approx(2 * 1.02 * 1.899, rel=0.04)
    assert not item.gas_missing


@pytest.mark.parametrize(("thrust", "status"), [("100 uN", "met"), ("50 uN", "violated")])
def test_thrust_authority(thrust, status):
    found = finding(drag_free(thrust_maximum=thrust), "drag_free_thrust")
    assert (found.status, found.hard) == (status, True)


@pytest.mark.parametrize(("gas", "status"), [("5 kg", "met"), ("3 kg", "violated")])
def test_gas_over_the_lifetime(gas, status):
    found = finding(drag_free(micro_propellant=gas), "micro_propellant")
    assert (found.status, found.hard) == (status, True)


def test_what_is_not_stated_of_the_thrusters_decides_nothing():
    thrust = finding(drag_free(), "drag_free_thrust")
    assert (thrust.status, thrust.hard) == ("unknown", False)
    assert thrust.value == pytest.approx(drag_free().drag_free.thrust)
    assert "thrust maximum of 'bus' is not stated, 71.91 uN are needed" in thrust.sentence
    gas = finding(drag_free(), "micro_propellant")
    assert (gas.status, gas.hard) == ("unknown", False) and "kg are needed" in gas.sentence
    assert finding(drag_free(micro_specific_impulse=None), "micro_propellant") is None
    found = finding(drag_free(micro_propellant="5 kg", micro_specific_impulse=None), "micro_propellant")
    assert (found.status, found.hard) == ("unknown", False)
    assert finding(drag_free(thrust_maximum="100 uN", micro_specific_impulse=None), "drag_free_thrust").status == "met"
    bound = drag_free(thrust_maximum=cited("50 uN", bound="at_least"))
    assert finding(bound, "drag_free_thrust").status == "unknown"


def test_a_missing_force_leaves_a_lower_bound():
    """Without a reflectivity coefficient sunlight is unknown: drag alone is too much at 260 km, and open at 600 km."""
    low = drag_free("goce_260_dawn_dusk", reflectivity_coefficient=None, thrust_maximum="1 mN")
    assert finding(low, "drag_free_thrust").status == "violated"
    high = finding(drag_free(LOW, reflectivity_coefficient=None, thrust_maximum="1 mN"), "drag_free_thrust")
    assert (high.status, high.hard) == ("unknown", False)


def test_drag_makes_low_orbits_harder():
    low, halo = drag_free("goce_260_dawn_dusk"), drag_free()
    assert low.drag_free.thrust > 10 * halo.drag_free.thrust
    assert line(low, "drag compensation").delta_v == 0.0


def test_only_drag_free_spacecraft():
    assert close(HALO, thrust_maximum="1 uN").drag_free is None


def test_gas_counts_in_the_mass_at_launch():
    closed = drag_free()
    assert closed.launch_mass == pytest.approx(closed.dry_mass + closed.propellant + closed.drag_free.propellant)


# The catalogue


def test_goce_kept_its_height_for_its_twenty_months():
    host = qt.platform("goce_bus")
    environment = qt.environment("goce_260_dawn_dusk", host, days=DAYS)
    closed = closure.close(resources.budget((payload("200 kg"),), host, "mass"), host, environment)
    assert finding(closed, "propellant_mass").status == "met"


def test_microscope_flew_drag_free_for_its_two_years():
    host = qt.platform("microscope_bus")
    environment = qt.environment("microscope_710_dawn_dusk", host, days=DAYS)
    closed = closure.close(resources.budget((payload("40 kg"),), host, "mass"), host, environment)
    assert finding(closed, "drag_free_thrust").status == finding(closed, "micro_propellant").status == "met"


def test_plain_data():
    plain = drag_free().to_dict()
    assert [row["name"] for row in plain["delta_v"]] == [
        "transfer", "station keeping", "attitude", "disposal", "drag compensation"
    ]  # fmt: skip
    assert plain["launched_to"] == "sun_earth_l2" and plain["drag_free"]["thrust"] > 0


# For any spacecraft

masses = st.floats(1.0, 5e3)


@settings(max_examples=20)
@given(masses, masses, st.floats(50.0, 4000.0), st.floats(50.0, 4000.0), st.floats(0.5, 10.0), st.floats(0.5, 10.0))
def test_propellant_is_monotone(mass, more, weak, strong, short, long):
    weak, strong = sorted((weak, strong))
    short, long = sorted((short, long))

    def burnt(payload_mass, impulse, years):
        closed = close(HALO, f"{payload_mass!r} kg", specific_impulse=f"{impulse!r} s", lifetime=f"{years!r} year")
        return closed.propellant

    base = burnt(mass, weak, short)
    assert burnt(mass + more, weak, short) >= base
    assert burnt(mass, strong, short) <= base * (1 + 1e-12)
    assert burnt(mass, weak, long) >= base * (1 - 1e-12)


def test_days_of_the_environment_do_not_change_the_lifetime():
    assert DAYS * DAY < 2 * JULIAN_YEAR
    assert line(close(HALO), "station keeping").delta_v == pytest.approx(4.0)


def test_launchers_state_their_price_for_this_mass():
    """The rideshare: 350 kUSD up to 50 kg and 7 kUSD for each further kilogram."""
    closed = close(LOW)
    ride = next(item for item in closed.launchers if item.name == "rideshare_f9")
    (price,) = closed.prices(ride)
    assert price["low"] == price["high"] == pytest.approx(350e3 + 7e3 * (closed.launch_mass - 50))
    told = next(item for item in closed.to_dict()["launchers"] if item["name"] == "rideshare_f9")
    assert told["prices"] == [price] and price["currency"] == "USD"
