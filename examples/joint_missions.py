"""Which of four quantum instruments can share a mission, where, and why not."""

# Set-up
import qtspace_trade as qt

INSTRUMENTS = ["ste_quest_clock", "ste_quest_ai", "maqro_2015", "micius"]
ORBITS = ["ste_quest_m3_heo", "leo_500_noon_midnight", "sun_earth_l2"]
PLATFORMS = ["ste_quest_bus", "micius_bus", "lpf_bus"]

# Action
missions = qt.joint(INSTRUMENTS, ORBITS, PLATFORMS, max_size=2)
best = missions.best()
print(best.explain())
print(missions.why_not(["maqro_2015", "micius"]))

# Validation
assert set(best.instruments) == {"ste_quest_clock", "ste_quest_ai"} and not best.violated
assert "micius.link_loss" in missions.why_not(["maqro_2015", "micius"]).minimal
