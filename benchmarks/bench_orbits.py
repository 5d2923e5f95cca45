"""Ephemerides, passes and statistics against a loop of sines and cosines, boinor and skyfield (extra `bench`).

Points differ between the tests of a group: `extra_info` has the time per point to compare.
"""

import math

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.catalogue import load
from qtspace_trade.constants import ASTRONOMICAL_UNIT
from qtspace_trade.engine import events
from qtspace_trade.engine.environment import environment_of
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.physics import frames, secular
from qtspace_trade.physics.secular_kernel import compiled

DAY, STEP = 86_400.0, 60.0
LOW = secular.MeanElements(6_978_137.0, 0.001, math.radians(97.79), 1.0, 2.0, 0.3)
PAIRS = 7  # start, step and end of Kepler's equation, node, perigee, anomaly and longitude of the Sun
BYTES = 81  # of a point: position, velocity and Sun, shadow, altitude
STATIONS = ("oberpfaffenhofen", "tenerife_ogs", "matera_mlro", "calern_meo", "nanshan")
LOWEST = math.radians(20.0)
BOINOR_DAYS = 30


def per_point(benchmark, count):
    if not benchmark.disabled:
        seconds = benchmark.stats.stats.min
        benchmark.extra_info["ns_per_point"] = 1e9 * seconds / count
        benchmark.extra_info["gigabyte_per_second"] = 1e-9 * BYTES * count / seconds


@compiled()
def sines_and_cosines(angles, pairs):
    total = 0.0
    for angle in angles:
        for number in range(pairs):
            total += math.sin(angle + number) * math.cos(angle + number)
    return total


@pytest.mark.benchmark(group="satellite-year")
def test_satellite_year(benchmark):
    times = np.arange(0.0, 365 * DAY, STEP)
    found = benchmark(secular.ephemeris, LOW, 8.2e8, times)
    assert 0.3 < np.mean(found.shadow == 2) < 0.4
    per_point(benchmark, len(times))


@pytest.mark.benchmark(group="satellite-year")
def test_as_many_sines_and_cosines(benchmark):
    angles = 1e-3 * np.arange(0.0, 365 * DAY, STEP)
    assert math.isfinite(benchmark(sines_and_cosines, angles, PAIRS))
    per_point(benchmark, len(angles))


@pytest.mark.benchmark(group="satellite-year")
def test_bytes_written(benchmark):
    """The memory that a satellite-year fills, and nothing else."""
    count = int(365 * DAY / STEP)
    assert len(benchmark(np.full, BYTES * count // 8, 1.0)) > 0
    per_point(benchmark, count)


@pytest.mark.benchmark(group="satellite-year")
def test_thousand_orbits_for_a_day(benchmark):
    many = secular.MeanElements(*(np.full(1000, value) for value in LOW))
    many = many._replace(raan=np.linspace(0.0, 6.0, 1000))
    times = np.arange(0.0, DAY, STEP)
    found = benchmark(secular.ephemeris, many, 8.2e8, times)
    assert found.position.shape == (1000, 1440, 3)
    per_point(benchmark, 1000 * len(times))


@pytest.mark.benchmark(group="satellite-year")
def test_boinor(benchmark):
    """Position and velocity alone, of an unperturbed orbit."""
    from astropy import units
    from astropy.time import Time
    from boinor.bodies import Earth
    from boinor.ephem import Ephem
    from boinor.twobody import Orbit

    orbit = Orbit.from_classical(
        Earth, LOW.semi_major_axis * units.m, LOW.eccentricity * units.one,
        *(angle * units.rad for angle in LOW[2:]), epoch=Time("2026-01-01"),
    )  # fmt: skip
    epochs = orbit.epoch + np.arange(0.0, (0.1 if benchmark.disabled else BOINOR_DAYS) * DAY, STEP) * units.s
    found = benchmark.pedantic(Ephem.from_orbit, (orbit, epochs), rounds=3, warmup_rounds=1)
    assert found.rv()[0].shape == (len(epochs), 3)
    per_point(benchmark, len(epochs))


def layer_of_a_year(benchmark):
    return OrbitLayer(qt.orbit("iss"), qt.scenario("solar_mean"), (10 if benchmark.disabled else 365) * DAY)


def stations():
    return [load.load("station", name) for name in STATIONS]


@pytest.mark.benchmark(group="passes over five stations")
def test_passes(benchmark):
    layer = layer_of_a_year(benchmark)

    def find():
        layer.__dict__.pop("scan", None)
        return sum(len(events.passes(layer, station, LOWEST).rise) for station in stations())

    benchmark.extra_info["passes"] = benchmark(find)


LINES = (
    "1 25544U 98067A   26001.00000000  .00000000  00000-0  00000-0 0  9990",
    "2 25544  51.6400   0.0000 0001472   0.0000   0.0000 15.49000000    01",
)


def found_by_skyfield(benchmark, satellite_class, layer):
    api = pytest.importorskip("skyfield.api")
    scale = api.load.timescale(builtin=True)
    satellite = satellite_class(*LINES, "orbit", scale)
    start, stop = (scale.tt_jd(2_451_545.0 + (layer.epoch + when) / DAY) for when in (0.0, layer.duration))
    places = [
        api.wgs84.latlon(math.degrees(place.latitude.si), math.degrees(place.longitude.si), place.altitude.si)
        for place in stations()
    ]

    def find():
        return sum(int(np.sum(satellite.find_events(place, start, stop, 20.0)[1] == 0)) for place in places)

    found = benchmark.pedantic(find, rounds=1 if benchmark.disabled else 3)
    benchmark.extra_info["passes"] = found
    ours = sum(len(events.passes(layer, station, LOWEST).rise) for station in stations())
    return found, ours


@pytest.mark.benchmark(group="passes over five stations")
def test_skyfield(benchmark):
    """The finder of skyfield on its own orbit, of the same height and inclination."""
    api = pytest.importorskip("skyfield.api")
    found, ours = found_by_skyfield(benchmark, api.EarthSatellite, layer_of_a_year(benchmark))
    assert found == pytest.approx(ours, rel=0.05)


@pytest.mark.benchmark(group="passes over five stations")
def test_skyfield_on_the_same_trajectory(benchmark):
    """The finder of skyfield fed with the states of this library; it looks at them in axes that turn with the Earth."""
    api = pytest.importorskip("skyfield.api")
    layer = layer_of_a_year(benchmark)

    class OnTheTrajectory(api.EarthSatellite):
        def _at(self, time):
            elapsed = (np.atleast_1d(time.tt) - 2_451_545.0) * DAY - layer.epoch
            position, velocity = layer.trajectory.states(elapsed)
            fixed = frames.earth_fixed_position(position, layer.epoch + elapsed).T / ASTRONOMICAL_UNIT
            return fixed.reshape(3, *np.shape(time.tt)), velocity.T.reshape(3, *np.shape(time.tt)), None, None

    found, ours = found_by_skyfield(benchmark, OnTheTrajectory, layer)
    assert found == pytest.approx(ours, abs=2)


@pytest.mark.benchmark(group="statistics of one orbit")
def test_geometry_and_gravity_statistics(benchmark):
    names = ("altitude", "earth_distance", "sun_distance", "beta_angle", "gravity_signal", "gravity_gradient",
             "potential_difference")  # fmt: skip

    def statistics():
        layer = OrbitLayer(qt.orbit("iss"), qt.scenario("solar_mean"), 365 * DAY)
        env = environment_of(layer, None)
        return [env.statistic(name, which).value for name in names for which in ("min", "mean", "max")]

    assert np.all(np.isfinite(benchmark(statistics)))
