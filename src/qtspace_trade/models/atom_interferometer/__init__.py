"""Light-pulse atom interferometers."""
