"""Many concepts: grids of single placements, joint missions."""
