"""Which Sun-synchronous height gives the most night contact, and how long a spacecraft stays there."""

# Set-up
import qtspace_trade as qt
from qtspace_trade import design

HEIGHTS = ["450 km", "550 km", "650 km"]
STATION, LOWEST, DARK = "matera_mlro", "20 deg", "-12 deg"

# Action
orbits = [design.sun_synchronous(height, local_time_of_node="22:30") for height in HEIGHTS]
table = qt.orbit_table(orbits, days=30, step="2 min").set_index("orbit")
print(table[["altitude_mean", "umbra_fraction", "beta_max"]])
contact, years = {}, {}
for orbit in orbits:
    passes = qt.environment(orbit, days=30).passes(STATION, LOWEST, maximum_sun_elevation=DARK)
    contact[orbit.name] = passes.duration.sum()
    years[orbit.name] = qt.lifetime(orbit, "cubesat_12u").duration / 31_557_600
    print(f"{orbit.title}: {len(passes)} night passes, {contact[orbit.name]:.0f} s, {years[orbit.name]:.1f} years in orbit")

# Validation
assert list(contact.values()) == sorted(contact.values()) and list(years.values()) == sorted(years.values())
assert (table.umbra_fraction > 0.3).all()
