"""The exchange protocol, pure: no IO, no clock, no randomness of its own, no framework (docs/protocol.md)."""
