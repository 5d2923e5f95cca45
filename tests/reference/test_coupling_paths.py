"""Coupling paths against worked cases, all computed from the stated formulas."""

import numpy as np
from numpy.testing import assert_allclose

from qtspace_trade.constants import ATOMIC_MASS
from qtspace_trade.physics import coupling_paths, magnetism

WATER = 18.015 * ATOMIC_MASS


def test_small_magnet():
    # 0.05 A m² at 0.5 m
    assert_allclose(coupling_paths.dipole_field_at_distance(0.05, 0.5), 80.0e-9, rtol=1e-3)
    assert_allclose(magnetism.point_dipole_field(0.05, 0.5, np.pi / 2), 80.0e-9, rtol=1e-3)
    assert_allclose(magnetism.point_dipole_field(0.05, 0.5, 0.0), 40.0e-9, rtol=1e-3)
    assert_allclose(magnetism.point_dipole_field_rms(0.05, 0.5), 56.6e-9, rtol=1e-3)
    assert_allclose(coupling_paths.dipole_gradient_at_distance(0.05, 0.5), 480e-9, rtol=1e-3)


def test_spherical_shields():
    # permeability 20 000, 1 mm, radii 0.15, 0.18 and 0.22 m
    factors = magnetism.spherical_shield_factor(2e4, 1e-3, np.array([0.15, 0.18, 0.22]))
    assert_allclose(factors, [89.9, 75.1, 61.6], rtol=5e-3)
    nested = magnetism.nested_spherical_shield_factor(factors[0], factors[1], 0.15, 0.18)
    assert_allclose(nested, 2938.0, rtol=5e-3)


def test_wheel_in_an_interferometer():
    # 0.1480 N at 50 Hz on 500 kg, bolted and behind a 5 Hz isolator with 2 % damping
    acceleration = coupling_paths.rigid_body_acceleration(0.1480, 500.0)
    assert_allclose(acceleration, 2.961e-4, rtol=1e-3)
    phase = coupling_paths.interferometer_line_phase(acceleration, 50.0, 1.6106e7)
    assert_allclose(phase, 0.1933, rtol=5e-3)
    assert_allclose(phase * coupling_paths.isolator_transmissibility(50.0, 5.0, 0.02), 2.10e-3, rtol=5e-3)


def test_isolator():
    # 50 Hz on a 5 Hz isolator with 2 % damping, and at resonance
    assert_allclose(coupling_paths.isolator_transmissibility(50.0, 5.0, 0.02), 0.010879, rtol=1e-3)
    assert_allclose(coupling_paths.isolator_transmissibility(5.0, 5.0, 0.02), 25.02, rtol=1e-3)


def test_rotation_of_the_spacecraft():
    # the same force at a lever of 0.6 m, plus the wheel's torque; 120 kg m², victim 0.5 m away
    torque = 0.1480 * 0.6
    ours = coupling_paths.rigid_body_acceleration(0.1480, 500.0, torque, 120.0, 0.5)
    assert_allclose(ours, 6.662e-4, rtol=1e-3)


def test_thruster_noise():
    # 0.17 μN per root hertz on 450 kg, one thruster and two uncorrelated ones
    assert_allclose(coupling_paths.thruster_acceleration_asd([0.17e-6], 450.0), 3.78e-10, rtol=5e-3)
    assert_allclose(coupling_paths.thruster_acceleration_asd([0.17e-6, 0.17e-6], 450.0), 5.34e-10, rtol=5e-3)


def test_heat_on_a_cold_node():
    # 27 K and 5 mW on 0.5 m²; 20 K and 10 mW on 1 m²; a box at 290 K in 1 % of the view of 1 m² at 20 K
    assert_allclose(coupling_paths.cold_node_temperature(27.0, 5e-3, 0.5, 0.9), 29.20, rtol=2e-3)
    assert_allclose(coupling_paths.cold_node_temperature(20.0, 10e-3, 1.0, 0.9), 24.43, rtol=2e-3)
    heat = coupling_paths.radiated_heat(1.0, 0.9, 0.01, 0.8, 290.0)
    assert_allclose(heat, 2.888, rtol=2e-3)
    assert_allclose(coupling_paths.cold_node_temperature(20.0, heat, 1.0, 0.9), 86.8, rtol=2e-3)


def test_linear_slope_overstates_the_heat():
    # 26.1 K is what the slope 1/(4 ε A σ T³) would give for the second case above
    assert coupling_paths.cold_node_temperature(20.0, 10e-3, 1.0, 0.9) < 26.1 - 1.5


def test_outgassing_seen():
    # 10 m² disc on axis at 1 m and 1 m² disc at 2 m, 1e15 molecules of water per m² and s at 200 K
    big = coupling_paths.disc_solid_angle(np.sqrt(10 / np.pi), 1.0)
    small = coupling_paths.disc_solid_angle(np.sqrt(1 / np.pi), 2.0)
    assert_allclose(coupling_paths.outgassed_density(1e15, big, 200.0, WATER), 2.108e12, rtol=5e-3)
    assert_allclose(coupling_paths.outgassed_density(1e15, small, 200.0, WATER), 1.549e11, rtol=5e-3)


def test_outgassing_against_temperature():
    # activation temperature 7000 K of LISA Pathfinder, 293 K to 150 K and to 250 K
    assert_allclose(coupling_paths.outgassing_factor(150.0, 7000.0), 1.284e-10, rtol=1e-2)
    assert_allclose(coupling_paths.outgassing_factor(250.0, 7000.0), 0.01642, rtol=5e-3)


def test_gravity_of_a_moving_mass():
    # 5 kg at 1 m that comes 0.1 m nearer: exact and linear
    assert_allclose(coupling_paths.moving_mass_acceleration(5.0, 1.0, 0.1), 7.83e-11, rtol=2e-3)
    assert_allclose(coupling_paths.self_gravity_gradient(5.0, 1.0) * 0.1, 6.67e-11, rtol=2e-3)
    assert_allclose(coupling_paths.self_gravity(100.0, 1.0), 6.7e-9, rtol=5e-3)
