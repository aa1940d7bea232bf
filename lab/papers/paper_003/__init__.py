"""Paper 003: key generation from fingerprints with two networks, a particle swarm and Chen's system."""
