"""What a nanosphere asks of its surroundings, and whether a shield stack at a distance from the Earth can give it."""

# Set-up
from functools import partial

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, COSMIC_BACKGROUND_TEMPERATURE
from qtspace_trade.physics import matter_wave, optical_constants, passive_cooling, talbot, thermal_network

SILICA = partial(optical_constants.permittivity, "silica")
HYDROGEN = {"H2": matter_wave.Species(2.016 * ATOMIC_MASS)}
DESIGN = matter_wave.Interferometer(100e-9, 70.0, 30.0)

# Action
particles = {}
for name, permittivity in (("average of room temperature", 2.1 + 0.57j), ("table", SILICA)):
    mass = 1e9 * ATOMIC_MASS
    particle = matter_wave.Particle(mass, float(talbot.particle_radius(mass, 2201.0)), permittivity, SILICA)
    particles[name] = matter_wave.requirements(particle, DESIGN, 0.1, 0.1, 0.1, 0.1, HYDROGEN, 20.0, 0.0, 1e-4, 20e-3)
    limits = particles[name]
    print(f"{name}: below {limits.environment_temperature:.1f} K and {limits.number_density['H2']:.1e} H2 in a cubic metre,")
    print(f"  light below {limits.irradiance:.1e} W/m2, rotation below {limits.rotation_rate:.1e} rad/s")

stack = thermal_network.shield_stack(300.0, 3, 0.5, np.radians(5.0), 0.03, 0.9, 1e-4)
bench = thermal_network.steady_temperatures(stack, np.array([0.0, 0.0, 0.0, 0.0, 1e-4]))[-1]
volume = passive_cooling.effective_temperature([0.043, 0.957], [bench, COSMIC_BACKGROUND_TEMPERATURE])
limit = particles["average of room temperature"].environment_temperature
warm = passive_cooling.largest_warm_fraction(limit, 300.0, volume)
heat = passive_cooling.maximum_dissipation(limit / 0.043 ** (1.0 / 6.0), bench, 0.5, 0.9)
print(f"bench {bench:.1f} K, test volume {volume:.1f} K; {1e3 * heat:.1f} mW on the bench are allowed,")
print(f"  and a part {warm:.1e} of the view at room temperature")

# Validation
assert particles["table"].environment_temperature > limit > volume
assert heat > 1e-4 and warm < 1e-6
