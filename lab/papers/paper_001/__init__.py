"""Paper 001: a review of key generation by neural networks."""
