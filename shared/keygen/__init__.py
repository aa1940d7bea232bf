"""From an enrolled print and a message's numbers to its biometric key (biometrics §2)."""
