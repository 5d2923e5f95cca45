"""How the particle mass of a MAQRO-like experiment moves what it asks of temperature and vacuum."""

# Set-up
import qtspace_trade as qt

MASSES = ["1e8 u", "1e9 u", "1e10 u"]

# Action
limits = {}
for mass in MASSES:
    variant = qt.instrument("maqro_2015").replace(parameters__mass=mass, requires=[])
    fit = qt.assess(variant, "sun_earth_l2", "lpf_bus", days=30)
    limits[mass] = fit["environment_temperature"].limit, fit["pressure"].limit
    print(f"{mass}: at most {limits[mass][0]:.1f} K and {limits[mass][1]:.1e} Pa")

# Validation
temperatures, pressures = zip(*limits.values(), strict=True)
assert list(temperatures) == sorted(temperatures) and list(pressures) == sorted(pressures, reverse=True)
