"""Every reference test states what it validates, by module."""

import pytest

VALIDATED = {
    "test_atom_clock_cases": (
        "physics.atom_interferometry, physics.clocks",
        "published figures and independent evaluations of the formulas",
        "Aguilera et al. (2014), Ashby (2003), Savalle et al. (2019) and others, named in each test",
    ),
    "test_mission_budgets": (
        "models.atom_interferometer, models.optical_clock, physics.clocks",
        "published performance of STE-QUEST, CAL, I.C.E., the Chinese Space Station and Galileo 5 and 6; allantools 2024.6",
        "named in each test; docs/atoms_and_clocks.md",
    ),
    "test_coupling_paths": (
        "physics.stray_fields, physics.micro_vibration, physics.cold_stage, physics.contamination, physics.stray_light, "
        "physics.self_gravity, physics.slews, physics.combination",
        "independent evaluations of the stated formulas and independent solutions", "named in each test",
    ),
    "test_environment_cases": (
        "physics.atmosphere, physics.forces, physics.magnetism", "NRLMSISE-00 tables, published fields and pressures",
        "named in each test",
    ),
    "test_launch_cases": (
        "physics.manoeuvres, physics.forces, physics.launch_loads, assessment.closure",
        "independent evaluations of the formulas, flown missions, printed levels and prices", "named in each test",
    ),
    "test_cooling_vacuum_cases": (
        "physics.thermal_network, physics.passive_cooling, physics.vacuum, physics.atmosphere",
        "temperatures of flown shields, scipy's integrators, traced rays and evaluations of the formulas", "named in each test",
    ),
    "test_matter_wave_cases": (
        "physics.talbot, physics.decoherence, physics.photons, physics.matter_wave, physics.mie, physics.collapse, "
        "physics.passive_cooling",
        "independent codes and evaluations of the formulas", "named in each test",
    ),
    "test_orbits_reference": (
        "physics.kepler, physics.eclipse, physics.frames, physics.visibility, physics.three_body",
        "numerical integration with DE440 Sun and full Earth orientation", "tests/reference/orbits/README.md",
    ),
    "test_halo_reference": (
        "physics.halo, physics.three_body", "an independent Taylor integrator and the JPL catalogue of periodic orbits",
        "tests/reference/orbits/README.md",
    ),
    "test_orbit_design_cases": (
        "physics.orbit_design, physics.manoeuvres", "published orbits, examples of a textbook", "named in each test",
    ),
    "test_propagation_reference": (
        "physics.propagation, physics.short_period, physics.geopotential", "numerical integration by Orekit over a year",
        "tests/reference/orbits/README.md",
    ),
    "test_qkd_cases": (
        "physics.optical_link, physics.qkd_keys, physics.qkd_passes, physics.qkd_background",
        "SatQuMA and independent evaluations",
        "Sidhu et al., arXiv 2109.01686, git f2b9229; papers named in each test",
    ),
    "test_worked_example": (
        "assessment, trade", "worked example computed by an independent script", "docs/method.md",
    ),
    "test_placements": (
        "the whole chain from catalogue to verdict", "where instruments flew, were designed to fly, or cannot fly",
        "sources in each row of tests/reference/placements/placements.csv",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def validated(request, validates):
    validates(*VALIDATED[request.module.__name__.rpartition(".")[2]])
