"""Prints and what is computed from them: reading, preparing, augmenting, features, synthetic fingers."""
