"""Figures; every one saves its data beside it."""
