"""From a trained network in floats to the exact integer network that both ends compute alike."""
