"""Instrument families: parameters of a physics model, derived requirements and figures of merit."""
