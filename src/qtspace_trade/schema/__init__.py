"""Frozen types of everything the catalogue declares."""
