"""Satellite quantum key distribution."""
