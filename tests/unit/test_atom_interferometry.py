"""Atom interferometers: hand values, limits, inverse pairs, shapes, and known traps."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS
from qtspace_trade.physics import atom_interferometry as atoms
from qtspace_trade.physics import kepler, talbot


def test_photon_recoils_set_the_wave_number():
    wave_numbers = atoms.effective_wave_number(780e-9, np.array([1, 2, 4]))
    assert_allclose(wave_numbers, np.array([2, 4, 8]) * np.pi / 780e-9, rtol=1e-15)


def test_finite_pulses_lengthen_the_interferometer():
    assert atoms.scale_factor(2.0, 3.0) == 18.0
    assert_allclose(atoms.scale_factor(1.0, 1.0, 0.1), 1.2 * (1 + 0.4 / np.pi), rtol=1e-15)


def test_squeezing_and_contrast():
    assert atoms.phase_noise(1.0, 1e4) == 0.01
    assert_allclose(atoms.phase_noise(0.5, 1e4, 0.1), 0.002, rtol=1e-15)


def test_differential_noise_of_equal_species():
    assert_allclose(atoms.differential_noise(1.0, 1.0), np.sqrt(2), rtol=1e-15)
    assert_allclose(atoms.gradiometer_noise(1.0, 2.0), np.sqrt(2) / 2, rtol=1e-15)


def test_drop_tower_time():
    assert atoms.longest_pulse_separation(4.7, 5.0) == 0.0
    separation = atoms.longest_pulse_separation(9.3, 1.3)
    assert_allclose(atoms.cycle_time(1.0, separation, 0.3), 9.3, rtol=1e-15)


def test_no_shots_no_result():
    assert atoms.eotvos_uncertainty(1e-12, 8.0, 0) == np.inf
    assert atoms.eotvos_uncertainty(1e-12, 0.0, 100) == np.inf


def test_uncertainty_is_the_sum_of_the_information():
    gravity = np.array([8.0, 6.0, 1.0])
    direct = np.sum((gravity / 1e-12) ** 2) ** -0.5
    assert_allclose(atoms.eotvos_uncertainty(1e-12, np.sqrt(np.mean(gravity**2)), 3), direct, rtol=1e-14)


def test_orbits_inside_and_outside_the_sphere():
    inside, across, outside = atoms.crossing_anomaly(10e6, np.array([0.1, 0.1, 0.1]), np.array([12e6, 10e6, 8e6]))
    assert (inside, across, outside) == (np.pi, np.pi / 2, 0.0)
    assert_allclose(atoms.time_below(10e6, 0.1, 12e6), kepler.orbital_period(10e6), rtol=1e-14)
    assert atoms.time_below(10e6, 0.1, 8e6) == 0.0
    assert atoms.orbit_signal(10e6, 0.1, 8e6) == 0.0


def test_circular_orbit_on_the_sphere_counts():
    assert atoms.crossing_anomaly(10e6, 0.0, 10e6) == np.pi
    assert atoms.crossing_anomaly(10e6, 0.0, 9.99e6) == 0.0


def test_inertial_axis_costs_the_square_root_of_two():
    nadir, inertial = (atoms.orbit_signal(7e6, 0.0, 8e6, axis) for axis in ("nadir", "inertial"))
    assert_allclose(nadir, EARTH_GM / 7e6**2, rtol=1e-14)
    assert_allclose(nadir / inertial, np.sqrt(2), rtol=1e-14)


@pytest.mark.parametrize("axis", ["nadir", "inertial"])
def test_signal_from_positions_along_the_orbit(axis):
    """Mean over equal times of the squared gravity along the axis, from solved positions."""
    semi_major_axis, eccentricity, radius = 12e6, 0.4, 10e6
    anomaly = kepler.eccentric_anomaly(np.linspace(-np.pi, np.pi, 400_001)[:-1], eccentricity)
    distance = semi_major_axis * (1 - eccentricity * np.cos(anomaly))
    cosine = (np.cos(anomaly) - eccentricity) / (1 - eccentricity * np.cos(anomaly))
    projected = EARTH_GM / distance**2 * (cosine if axis == "inertial" else 1.0)
    expected = np.sqrt(np.mean(projected[distance < radius] ** 2))
    assert_allclose(atoms.orbit_signal(semi_major_axis, eccentricity, radius, axis), expected, rtol=1e-4)


def test_unknown_axis():
    with pytest.raises(ValueError, match="'sun': expected 'nadir' or 'inertial'"):
        atoms.orbit_signal(7e6, 0.0, 8e6, "sun")


def test_constant_acceleration_is_the_limit_of_vibration():
    assert atoms.vibration_response(0.0, 5.0) == 25.0
    assert_allclose(atoms.scale_factor(1.0, 5.0), atoms.vibration_response(1e-9, 5.0), rtol=1e-12)


def test_line_phase_never_exceeds_the_envelope():
    frequency = np.geomspace(0.01, 100.0, 5000)
    assert np.all(atoms.vibration_response(frequency, 5.0) <= 1.0 / (np.pi * frequency) ** 2 * (1 + 1e-12))


def test_vibration_of_several_spectra_at_once():
    frequency = np.linspace(0.0, 10.0, 2001)
    levels = np.array([[1e-9], [3e-9]]) * np.ones(2001)
    phases = atoms.vibration_phase_from_spectrum(1.6e7, 1.0, frequency, levels)
    assert phases.shape == (2,)
    assert_allclose(phases[1] / phases[0], 3.0, rtol=1e-12)


def test_gradient_acts_through_position_and_velocity():
    assert_allclose(atoms.gradient_acceleration(2.0, 3.0, 0.5, 4.0), 10.0, rtol=1e-15)
    assert_allclose(atoms.maximum_velocity_offset(2.0, 8.0, 4.0, 2.0), 2.0, rtol=1e-15)


def test_compensation_removes_the_phase_of_position():
    """Middle pulse k (1 + Γ T²/2): the position-dependent part of z1 k - 2 z2 k' + z3 k cancels to first order in Γ."""
    gradient, separation, offset = 2.2e-6, 5.0, 1e-3
    root = np.sqrt(gradient)
    first, middle, last = offset * np.cosh(root * separation * np.array([0, 1, 2]))
    bare = first - 2 * middle + last
    shift = atoms.compensation_shift(gradient, separation)
    assert_allclose(bare, gradient * separation**2 * offset, rtol=1e-3)
    assert abs(first - 2 * middle * (1 + shift) + last) < 1e-3 * bare


def test_counter_rotated_mirror_restores_the_contrast():
    speed = float(talbot.thermal_velocity(70e-12, atoms.SPECIES["Rb87"].mass))
    assert atoms.rotation_contrast(3.2e7, 5.0, speed, 1.1e-3, 1.1e-3) == 1.0
    assert atoms.rotation_contrast(3.2e7, 5.0, speed, 1.1e-3) == 0.0


def test_coriolis_and_centrifugal():
    assert atoms.coriolis_acceleration(2.0, 3.0) == 12.0
    assert atoms.centrifugal_acceleration(2.0, 3.0) == 12.0
    assert atoms.maximum_rotation_rate(2.0, 8.0, 4.0) == 2.0


def test_blackbody_force_is_the_gradient_of_the_energy():
    species = atoms.SPECIES["Cs133"]
    energy = [-0.5 * species.polarizability * atoms.blackbody_mean_square_field(t) for t in (299.0, 301.0)]
    slope = -(energy[1] - energy[0]) / (2.0 * species.mass)
    assert_allclose(atoms.blackbody_response(300.0, species.mass, species.polarizability), slope, rtol=1e-4)


def test_zeeman_force_of_opposite_states():
    assert atoms.maximum_field_gradient(6.0, 2.0, 3.0) == atoms.maximum_field_gradient(6.0, -2.0, 3.0) == 1.0


def test_shield():
    assert_allclose(atoms.maximum_external_field(100e-9, 0.005, 1e5), 5e-5, rtol=1e-12)


def test_isotopes_share_their_polarizability():
    table = atoms.SPECIES
    assert table["Rb85"].polarizability == table["Rb87"].polarizability
    assert table["K39"].polarizability == table["K41"].polarizability


def test_gravitational_wave_at_its_best_frequency():
    """A short pulse train: 2 n (2 π/λ) L where f T = 1/2, nothing where f T = 1."""
    best, none = atoms.gravitational_wave_response(np.array([0.05, 0.1]), 698e-9, 1e3, 10.0, 1000)
    assert_allclose(best, 2 * 1000 * 2 * np.pi / 698e-9 * 1e3, rtol=1e-4)
    assert none < 1e-6 * best
    assert_allclose(atoms.strain_sensitivity(1e-5, best) * best, 1e-5, rtol=1e-15)
    assert atoms.strain_sensitivity(1e-5, 0.0) == np.inf


@pytest.mark.parametrize("recoils", [1, 7, 1000])
def test_a_pulse_train_crosses_the_baseline_photon_by_photon(recoils):
    """Sum of exp(i ω t) along the path of each photon, one crossing after the other: n, 2 n to exchange the arms, n."""
    baseline, separation, frequency, steps = 4.4e7, 300.0, 0.0123, 50
    crossing = baseline / 299_792_458.0

    def train(photons, middle):
        starts = (np.arange(photons) - photons / 2) * crossing
        times = middle + starts[:, None] + (np.arange(steps) + 0.5) / steps * crossing
        return np.sum(np.exp(2j * np.pi * frequency * times).mean(axis=1))

    total = train(recoils, 0.0) - train(2 * recoils, separation) + train(recoils, 2 * separation)
    expected = 2 * np.pi / 698e-9 * baseline * np.abs(total) / 2
    ours = atoms.gravitational_wave_response(frequency, 698e-9, baseline, separation, recoils)
    assert_allclose(ours, expected, rtol=1e-6)


def test_fine_structure_from_the_recoil():
    """Recoil frequency of caesium 2066.3 Hz; 16 n² ω T for Bragg diffraction of order n."""
    caesium = atoms.SPECIES["Cs133"]
    for order in (1, 5):
        wave_number = atoms.effective_wave_number(caesium.wavelength, 2 * order)
        phase = atoms.recoil_phase(wave_number, caesium.mass, 0.08)
        assert_allclose(phase, 16 * order**2 * 2 * np.pi * 2066.3 * 0.08, rtol=1e-4)
    assert_allclose(atoms.fine_structure_uncertainty(2e-3, 1e7, 1e4), 1e-12, rtol=1e-12)


@pytest.mark.parametrize("separation", [0.5e-3, 5.0, 25.0])
def test_integral_of_the_response(separation):
    for cycles in (1e-3, 0.2, 1.0, 1.7):
        direct = quad(lambda f: atoms.vibration_response(f, separation) ** 2, 0.0, cycles / separation, epsabs=0.0)[0]
        assert_allclose(atoms.response_integral(cycles / separation, separation), direct, rtol=1e-9)
    assert_allclose(atoms.response_integral(1e7 / separation, separation), separation**3 / 3, rtol=1e-9)


def test_vibration_of_a_steep_spectrum():
    """A few nodes a decade follow a power law; the response between them is integrated exactly."""
    frequency = np.geomspace(1e-3, 1e3, 241)
    ours = atoms.vibration_phase_from_spectrum(1.6e7, 0.01, frequency, 1e-6 * frequency)
    fine = np.geomspace(1e-3, 1e3, 200_001)
    density = (atoms.vibration_response(fine, 0.01) * 1e-6 * fine) ** 2
    assert_allclose(ours, 1.6e7 * np.sqrt(np.trapezoid(density, fine)), rtol=2e-3)


def test_shots_take_time():
    assert atoms.time_for_shots(10.0, 20.0, 0.5) == 400.0
    assert atoms.time_for_shots(10.0, 20.0, 0.0) == np.inf


def test_shapes_follow_the_arguments():
    altitudes = EARTH_RADIUS + np.array([[700e3], [1400e3]])
    assert atoms.orbit_signal(altitudes, np.array([0.0, 0.01, 0.02]), 9e6).shape == (2, 3)
    separations = np.array([1.0, 5.0, 25.0])
    assert atoms.vibration_phase(3.2e7, separations, 1e-9).shape == (3,)
    assert atoms.maximum_gradient(0.9, 3.2e7, separations, 300e-6, 1e-4).shape == (3,)
    assert atoms.vacuum_survival(np.array([[1e-9], [1e-8]]), separations).shape == (2, 3)


def test_a_vibration_line_is_limited_by_the_projection_noise_of_a_shot():
    """Flat below 1/(pi T), where the phase is K a T^2; with the square of the frequency above, where it is 4 K a/w^2."""
    import qtspace_trade as qt
    from qtspace_trade.assessment.rows import rows_of

    instrument = qt.instrument("carioqa")
    row = next(row for row in rows_of(instrument) if row.variable.name == "vibration_line")
    assert not row.hard and row.weight == 0.0
    p = instrument.parameters
    wave_number = atoms.effective_wave_number(atoms.SPECIES[p.species[0]].wavelength, p.photon_recoils.si)
    noise = 1 / (p.contrast.si * np.sqrt(p.atoms.si))
    (low, flat), (corner, same), (high, top) = row.curve
    assert flat == same == pytest.approx(noise / (wave_number * p.pulse_separation.si**2))
    assert corner == pytest.approx(1 / (np.pi * p.pulse_separation.si)) and low < corner < high
    assert top == pytest.approx(noise * (2 * np.pi * high) ** 2 / (4 * wave_number))
    pair = qt.instrument("ste_quest_ai")
    limit = next(row for row in rows_of(pair) if row.variable.name == "vibration_line").curve[0][1]
    assert limit > 1e6 * flat  # what both species see alike drops out by 2.5e-9
