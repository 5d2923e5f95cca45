"""How long an interferometer may last in each short free fall, and what binds it: two species behind a turned mirror."""

# Set-up
import qtspace_trade as qt

PLACES = {"drop_tower": "drop_tower_capsule", "parabola": "zero_g_aircraft", "sounding_rocket": "vsb30_payload"}
TWO_SPECIES = qt.instrument("css_interferometer").replace(
    name="two_species", parameters__effective_temperature="1 nK", parameters__preparation_time="2 s",
    parameters__rotation_compensation="0.1 rad/s", parameters__rotation_residual="1e-6 rad/s",
)  # fmt: skip

# Action
longest = {}
for orbit, platform in PLACES.items():
    fit = qt.assess(TWO_SPECIES, orbit, platform)
    figure = next(item for item in fit.performance["two_species"] if item.name == "longest_pulse_separation")
    longest[orbit] = figure.value
    print(f"{orbit}: T = {figure.value:.3g} s; {figure.formula.rpartition('; ')[2]}")

# Validation
assert longest["drop_tower"] > longest["sounding_rocket"] > longest["parabola"] > 1e-3
