"""Inner ciphers of the papers behind one interface; never the only protection of anything (protocol §4.1)."""

from shared.ciphers.inner import INNER_CIPHERS, inverse, transform

__all__ = ["INNER_CIPHERS", "inverse", "transform"]
