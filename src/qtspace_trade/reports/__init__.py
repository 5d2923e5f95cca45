"""Deliverables: content as plain blocks, and renderers that write them."""
