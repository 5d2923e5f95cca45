"""Kepler orbits and secular J2 rates against published examples, boinor and analytic results.

Vallado stands for Fundamentals of astrodynamics and applications, 4th ed., 2013.
"""

import numpy as np
import pytest
from boinor.core.angles import E_to_nu, M_to_E, nu_to_E
from boinor.core.elements import coe2rv, rv2coe
from boinor.core.perturbations import J2_perturbation
from boinor.core.propagation import vallado
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from qtspace_trade.constants import DAY, EARTH_GM, EARTH_J2, EARTH_RADIUS, EARTH_ROTATION_RATE
from qtspace_trade.physics import frames, gravity, kepler

TURN = 2.0 * np.pi
CRITICAL_INCLINATION = np.arcsin(np.sqrt(0.8))

ORBITS = {  # semi-major axis [m], eccentricity [1], inclination, node, argument of perigee, eccentric anomaly [deg]
    "low": (6_798e3, 0.0005, 51.6, 20.0, 110.0, 300.0),
    "retrograde": (7_200e3, 0.02, 98.6, 200.0, 5.0, 181.0),
    "geostationary transfer": (24_400e3, 0.73, 7.0, 355.0, 178.0, 77.0),
    "Molniya": (26_553e3, 0.74, 63.4, 160.0, 270.0, 0.5),
    "almost a line": (30_000e3, 0.99, 45.0, 90.0, 45.0, 140.0),
}
each_orbit = pytest.mark.parametrize("orbit", ORBITS.values(), ids=ORBITS)


def in_radians(orbit):
    return orbit[0], orbit[1], *np.radians(orbit[2:])


def advance(position, velocity, duration):
    """Kepler motion by way of the elements."""
    start = kepler.state_to_elements(position, velocity)
    mean = start.eccentric_anomaly - start.eccentricity * np.sin(start.eccentric_anomaly)
    mean = mean + kepler.mean_motion(start.semi_major_axis) * duration
    return kepler.position_velocity(*start[:5], kepler.eccentric_anomaly(mean, start.eccentricity))


def test_eccentric_anomaly_of_vallado_example_2_1():
    """The book cuts off the seventh decimal."""
    assert np.degrees(kepler.eccentric_anomaly(np.radians(235.4), 0.4)) == pytest.approx(220.512074, abs=1e-6)


@pytest.mark.parametrize("eccentricity", [0.0, 1e-9, 0.1, 0.5, 0.9, 0.99, 0.9999])
def test_eccentric_anomaly_against_boinor(eccentricity):
    """boinor solves by Newton to 1.48e-8 in the last step, which leaves an error of its square."""
    mean = np.linspace(-3.1, 3.1, 63)
    expected = [M_to_E(value, eccentricity) for value in mean]
    assert_allclose(kepler.eccentric_anomaly(mean, eccentricity), expected, atol=1e-10)


@pytest.mark.parametrize("eccentricity", [0.0, 0.3, 0.74, 0.999, 1 - 1e-9])
def test_anomaly_near_perigee_and_apogee(eccentricity):
    """The hard corner of Kepler's equation; the residual stays at rounding level."""
    mean = np.array([0.0, 1e-12, 1e-6, 1e-3, np.pi - 1e-9, np.pi, -np.pi, -1e-6])
    anomaly = kepler.eccentric_anomaly(mean, eccentricity)
    residual = anomaly - eccentricity * np.sin(anomaly) - mean
    assert np.all(np.abs(residual) <= 4 * np.spacing(np.maximum(np.abs(anomaly), 1e-3)))


def test_anomaly_counts_turns():
    mean = np.array([0.3, 2.0, -1.0])
    assert_allclose(kepler.eccentric_anomaly(mean + 7 * TURN, 0.6), kepler.eccentric_anomaly(mean, 0.6) + 7 * TURN)


def test_circular_anomalies_are_equal():
    mean = np.linspace(-10.0, 10.0, 41)
    assert_allclose(kepler.eccentric_anomaly(mean, 0.0), mean, atol=1e-15, rtol=4e-16)


def test_period_of_a_geosynchronous_orbit():
    """Sidereal day of 86 164.0905 s and radius of 42 164.17 km: Vallado, section 1.3 and table D-3."""
    assert kepler.orbital_period(42_164.17e3) == pytest.approx(86_164.0905, abs=0.02)
    assert kepler.semi_major_axis_from_period(86_164.0905) == pytest.approx(42_164.17e3, abs=10.0)


def test_period_about_another_body():
    """Kepler's third law at the Sun: one astronomical unit takes a Gaussian year of 365.2568983 d."""
    assert kepler.orbital_period(1.495978707e11, 1.32712440018e20) / DAY == pytest.approx(365.2568983, abs=1e-6)


def test_elements_of_vallado_example_2_5():
    """The velocity has six decimals in km/s, which leaves 2 a² v Δv/GM = 25 m of the semi-major axis open."""
    elements = kepler.state_to_elements([6524.834e3, 6862.875e3, 6448.296e3], [4901.327, 5533.756, -1976.341])
    assert elements.semi_major_axis == pytest.approx(36_127.343e3, abs=25.0)
    assert elements.eccentricity == pytest.approx(0.832853, abs=1e-6)
    assert np.degrees(elements[2:5]) == pytest.approx([87.870, 227.898, 53.38], abs=6e-3)
    assert np.degrees(E_to_nu(elements.eccentric_anomaly, 0.832853)) == pytest.approx(92.335, abs=1e-3)


def test_state_of_vallado_example_2_6():
    """The example rounds its angles to 0.01°, and the state to what these give."""
    eccentricity, true_anomaly = 0.83285, np.radians(92.335)
    angles = np.radians([87.87, 227.89, 53.38])
    axis = 11_067.790e3 / (1 - eccentricity**2)
    position, velocity = kepler.position_velocity(axis, eccentricity, *angles, nu_to_E(true_anomaly, eccentricity))
    assert position / 1e3 == pytest.approx([6525.344, 6861.535, 6449.125], abs=0.05)
    assert velocity / 1e3 == pytest.approx([4.902276, 5.533124, -1.975709], abs=1e-4)


def test_propagation_of_vallado_example_2_4():
    position, velocity = advance([1131.340e3, -2282.343e3, 6672.423e3], [-5643.05, 4303.33, 2428.79], 2400.0)
    assert position / 1e3 == pytest.approx([-4219.7527, 4363.0292, -3958.7666], abs=1e-3)
    assert velocity / 1e3 == pytest.approx([3.689866, -1.916735, -6.112511], abs=1e-6)


@each_orbit
def test_state_against_boinor(orbit):
    axis, eccentricity, inclination, raan, perigee, anomaly = in_radians(orbit)
    semi_latus_rectum = axis * (1 - eccentricity**2)
    true_anomaly = E_to_nu(anomaly, eccentricity)
    expected = coe2rv(EARTH_GM, semi_latus_rectum, eccentricity, inclination, raan, perigee, true_anomaly)
    position, velocity = kepler.position_velocity(axis, eccentricity, inclination, raan, perigee, anomaly)
    assert_allclose(position, expected[0], rtol=0, atol=1e-11 * axis)
    assert_allclose(velocity, expected[1], rtol=0, atol=1e-11 * np.linalg.norm(expected[1]))


@each_orbit
def test_elements_against_boinor(orbit):
    position, velocity = kepler.position_velocity(*in_radians(orbit))
    found = kepler.state_to_elements(position, velocity)
    semi_latus_rectum, eccentricity, *angles, true_anomaly = rv2coe(EARTH_GM, position, velocity)
    assert found.semi_major_axis * (1 - found.eccentricity**2) == pytest.approx(semi_latus_rectum, rel=1e-10)
    assert found.eccentricity == pytest.approx(eccentricity, abs=1e-12)
    expected = [*angles, nu_to_E(true_anomaly, eccentricity)]
    assert_allclose(np.exp(1j * np.array(found[2:])), np.exp(1j * np.array(expected)), atol=1e-9)


@each_orbit
@pytest.mark.parametrize("duration", [60.0, 5_000.0, 12_345.0, -3_000.0])
def test_propagation_against_boinor(orbit, duration):
    """boinor propagates with universal variables, not with elements."""
    position, velocity = kepler.position_velocity(*in_radians(orbit))
    f, g, f_rate, g_rate = vallado(EARTH_GM, position, velocity, duration, 350)
    found = advance(position, velocity, duration)
    assert_allclose(found[0], f * position + g * velocity, rtol=0, atol=1e-8 * orbit[0])
    assert_allclose(found[1], f_rate * position + g_rate * velocity, rtol=0, atol=1e-3)


def test_state_broadcasts():
    position, velocity = kepler.position_velocity(7e6, np.zeros((3, 1)), 0.5, 0.0, np.linspace(0, 1, 4), 0.2)
    assert position.shape == velocity.shape == (3, 4, 3)


@pytest.mark.parametrize("inclination", [0.0, np.pi])
def test_equatorial_orbits_have_their_node_on_the_x_axis(inclination):
    position, velocity = kepler.position_velocity(7e6, 0.1, inclination, 0.0, 1.0, 2.0)
    elements = kepler.state_to_elements(position, velocity)
    again = kepler.position_velocity(*elements)
    assert elements.inclination == pytest.approx(inclination, abs=1e-15)
    assert np.cos(elements.raan) == pytest.approx(1.0, abs=1e-12)
    assert_allclose(again[0], position, atol=1e-6)
    assert_allclose(again[1], velocity, atol=1e-9)


def test_circular_orbit_gives_the_state_back():
    position, velocity = kepler.position_velocity(7e6, 0.0, 0.9, 0.4, 0.0, 2.0)
    elements = kepler.state_to_elements(position, velocity)
    assert elements.eccentricity < 1e-15
    assert_allclose(kepler.position_velocity(*elements)[0], position, atol=1e-5)


def test_apsides():
    position, velocity = kepler.position_velocity(2e7, 0.5, 1.0, 2.0, 3.0, np.array([0.0, np.pi]))
    assert_allclose(np.linalg.norm(position, axis=-1), [1e7, 3e7])
    vis_viva = np.sqrt(EARTH_GM * (2 / np.array([1e7, 3e7]) - 1 / 2e7))
    assert_allclose(np.linalg.norm(velocity, axis=-1), vis_viva)


@each_orbit
def test_velocity_is_the_derivative_of_position(orbit):
    """Central difference over ±0.1 s; its error is v (n Δt)² near the focus."""
    axis, eccentricity, *angles, anomaly = in_radians(orbit)
    mean = anomaly - eccentricity * np.sin(anomaly)
    moments = mean + kepler.mean_motion(axis) * np.array([-0.1, 0.0, 0.1])
    position, velocity = kepler.position_velocity(
        axis, eccentricity, *angles, kepler.eccentric_anomaly(moments, eccentricity)
    )
    assert_allclose((position[2] - position[0]) / 0.2, velocity[1], rtol=0, atol=1e-3)


def test_perigee_rests_at_the_critical_inclination():
    """sin² i = 4/5, that is 63.435° and 116.565°: Vallado, section 11.4.3."""
    assert np.degrees(CRITICAL_INCLINATION) == pytest.approx(63.4349, abs=1e-4)
    for inclination in (CRITICAL_INCLINATION, np.pi - CRITICAL_INCLINATION):
        assert kepler.j2_rates(26_553e3, 0.74, inclination)[1] == pytest.approx(0.0, abs=1e-20)


def test_mean_anomaly_keeps_its_rate_where_sine_squared_is_two_thirds():
    rate = kepler.j2_rates(7e6, 0.01, np.arcsin(np.sqrt(2 / 3)))[2]
    assert rate == pytest.approx(kepler.mean_motion(7e6), rel=1e-15)


@pytest.mark.parametrize(
    ("axis", "eccentricity", "inclination", "degrees_per_year"),
    [(12_270e3, 0.0045, 109.84, 126.0), (12_163e3, 0.0135, 52.64, -231.0)],
    ids=["LAGEOS", "LAGEOS 2"],
)
def test_node_of_the_geodetic_satellites(axis, eccentricity, inclination, degrees_per_year):
    """Ciufolini and Pavlis, Nature 431, 958 (2004): nodes drift by about 126 and -231 °/year."""
    rate = kepler.j2_rates(axis, eccentricity, np.radians(inclination))[0]
    assert np.degrees(rate) * 365.25 * DAY == pytest.approx(degrees_per_year, rel=8e-3)


@pytest.mark.parametrize(
    ("altitude", "degrees"), [(400e3, 97.03), (500e3, 97.40), (600e3, 97.79), (700e3, 98.19), (800e3, 98.60)]
)
def test_sun_synchronous_inclination(altitude, degrees):
    """Textbook values, for instance Wertz, Space mission engineering, 2011, appendix; 97.4° at 500 km."""
    inclination = kepler.sun_synchronous_inclination(EARTH_RADIUS + altitude)
    assert np.degrees(inclination) == pytest.approx(degrees, abs=0.01)


def test_sun_synchronous_orbits_end_at_12352_km():
    """There i = 180°: a = (3/2 J2 R² sqrt(GM) / Ω')^(2/7)."""
    node_rate = TURN / (365.2421897 * DAY)
    highest = (1.5 * EARTH_J2 * EARTH_RADIUS**2 * np.sqrt(EARTH_GM) / node_rate) ** (2 / 7)
    assert highest == pytest.approx(12_352e3, abs=1e3)
    assert kepler.sun_synchronous_inclination(highest - 1.0) == pytest.approx(np.pi, abs=1e-3)
    with pytest.raises(ValueError, match="no Sun-synchronous orbit"):
        kepler.sun_synchronous_inclination([7e6, highest + 1.0])


@pytest.mark.parametrize(
    ("axis", "eccentricity", "inclination"),
    [(6_978e3, 0.001, 97.8), (6_798e3, 0.01, 51.6), (9_000e3, 0.2, 28.5)],
)
def test_secular_rates_against_integration(axis, eccentricity, inclination):
    """boinor's J2 acceleration, integrated over 60 revolutions.

    Osculating elements averaged over whole revolutions are the mean ones to first order; what is left out is J2 (R/p)²
    of the rate, here up to 1.1e-3, with a factor of order one.
    """

    def slope(_, state):
        oblateness = J2_perturbation(0.0, state, EARTH_GM, EARTH_J2, EARTH_RADIUS)
        return np.concatenate([state[3:], gravity.gravity_acceleration(state[:3]) + oblateness])

    start = kepler.position_velocity(axis, eccentricity, np.radians(inclination), 1.0, 0.5, 0.0)
    duration = 60 * kepler.orbital_period(axis)
    time = np.linspace(0.0, duration, 60 * 60 + 1)
    orbit = solve_ivp(slope, (0.0, duration), np.concatenate(start), "DOP853", time, rtol=1e-10, atol=1e-4)
    elements = kepler.state_to_elements(orbit.y[:3].T, orbit.y[3:].T)
    mean = [np.mean(element[:-1]) for element in elements[:3]]
    observed = np.polyfit(time, np.unwrap(elements.raan), 1)[0]
    assert observed == pytest.approx(kepler.j2_rates(*mean)[0], rel=3e-3)


def test_station_kept_geostationary_orbit_follows_the_earth():
    axis = kepler.station_kept_geostationary_semi_major_axis()
    assert sum(kepler.j2_rates(axis, 0.0, 0.0)) == pytest.approx(EARTH_ROTATION_RATE, rel=1e-14)


def test_station_kept_geostationary_orbit_keeps_its_longitude():
    """Within 0.003° in a year, 1.5e-12 rad/s: the rotation rate has seven digits, of the rotation angle's 1.0027 turns.

    The tilt of the axis against J2000, 0.15°, moves the longitude by another 0.0001° daily.
    """
    elapsed = np.linspace(0.0, 365.0, 200) * DAY
    axis = kepler.station_kept_geostationary_semi_major_axis()
    angle = sum(kepler.j2_rates(axis, 0.0, 0.0)) * elapsed
    position, _ = kepler.position_velocity(axis, 0.0, 0.0, 0.0, 0.0, angle)
    _, longitude, _ = frames.geodetic(frames.earth_fixed_position(position, 8e8 + elapsed))
    assert np.degrees(np.ptp(longitude)) < 3e-3


def test_geostationary_radius_with_and_without_oblateness():
    """Vallado, table D-3: 42 164.17 km without J2.

    On the equator the attraction is GM/r² (1 + 3/2 J2 (R/r)²), which raises the circle by J2 R²/(2 r), 0.5 km. The mean
    semi-major axis differs from the radius by the short-period term that stands still there, 3/2 J2 R²/r, 1.6 km. What
    is left out is of the relative size of J2 (R/r)², 2.5e-5, times a small number.
    """
    unperturbed = np.cbrt(EARTH_GM / EARTH_ROTATION_RATE**2)
    axis = kepler.station_kept_geostationary_semi_major_axis()
    assert unperturbed == pytest.approx(42_164.17e3, abs=10.0)
    raised = 0.5 * EARTH_J2 * EARTH_RADIUS**2 / unperturbed
    assert axis - unperturbed == pytest.approx(raised + 3.0 * raised, rel=2e-4)


def test_nadir_rotation_of_a_circular_orbit_is_its_mean_motion():
    state = kepler.position_velocity(7e6, 0.0, 1.0, 2.0, 0.0, np.linspace(0, 6, 5))
    assert_allclose(kepler.nadir_rotation_rate(*state), kepler.mean_motion(7e6))


def test_nadir_rotation_averages_to_the_mean_motion():
    """True and mean anomaly go once around in the same time."""
    mean = np.linspace(0.0, TURN, 720, endpoint=False)
    state = kepler.position_velocity(2e7, 0.5, 1.0, 2.0, 0.0, kepler.eccentric_anomaly(mean, 0.5))
    assert np.mean(kepler.nadir_rotation_rate(*state)) == pytest.approx(kepler.mean_motion(2e7), rel=1e-12)
