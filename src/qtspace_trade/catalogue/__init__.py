"""Finding, reading and checking catalogue files."""
