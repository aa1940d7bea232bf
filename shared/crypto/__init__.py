"""Cryptography that both ends do alike: secrets, key schedule, agreement, sealing. No IO, no clock."""
