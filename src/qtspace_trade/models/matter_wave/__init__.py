"""Near-field matter-wave interferometers with dielectric particles."""
