"""Space clocks, microwave and optical."""
