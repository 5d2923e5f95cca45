"""What an orbit and a spacecraft offer: trajectories, events, statistics, providers by name."""
