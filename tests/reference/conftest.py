"""Every reference test states what it validates, by module."""

import pytest

VALIDATED = {
    "test_atom_clock_cases": (
        "physics.atom_interferometry, physics.clocks",
        "published figures and independent evaluations of the formulas",
        "Aguilera et al. (2014), Ashby (2003), Savalle et al. (2019) and others, named in each test",
    ),
    "test_coupling_paths": (
        "physics.coupling_paths, physics.magnetism", "independent evaluations of the stated formulas", "named in each test",
    ),
    "test_environment_cases": (
        "physics.atmosphere, physics.forces, physics.magnetism", "NRLMSISE-00 tables, published fields and pressures",
        "named in each test",
    ),
    "test_matter_wave_cases": (
        "physics.talbot, physics.decoherence, physics.collapse, physics.passive_cooling",
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
