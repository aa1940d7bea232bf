"""Chaotic systems of the papers as byte streams, one file each."""
