"""What a clock, an atom interferometer and their spacecraft do to each other, and one day of their time."""

# Set-up
import tempfile
from pathlib import Path

import qtspace_trade as qt

INSTRUMENTS = ["ste_quest_clock", "ste_quest_ai"]

# Action
fit = qt.assess(INSTRUMENTS, "ste_quest_m3_heo", "ste_quest_bus", days=30)
taken = fit.interference_frame()
print(taken[["emitter", "victim", "variable", "emission", "margin_without", "margin"]].head().to_string(index=False))
(closure,) = fit.closures
for line in closure.lines:
    print(f"{line.name}: {line.with_margin:.3g} m/s with {line.margin:.0%} margin ({line.formula})")
print(f"{closure.dry_mass:.0f} kg dry and {closure.propellant:.0f} kg of propellant: {closure.launch_mass:.0f} kg at launch")
day = fit.timeline(days=1, slot="5 min")
picture = Path(tempfile.mkdtemp()) / "timeline.png"
day.plot(picture)
print(day, picture, sep="\n")

# Validation
alone = qt.assess("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus", days=30)
assert fit["ste_quest_clock.magnetic_field"].margin < alone["ste_quest_clock.magnetic_field"].margin
assert closure.launch_mass > closure.dry_mass > 1300 and min(day.shares.values()) > 0.9 and picture.stat().st_size > 10_000
