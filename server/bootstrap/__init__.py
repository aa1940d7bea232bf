"""Wires the head office's ports to their adapters, in one place."""
