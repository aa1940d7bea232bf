"""Key generators of the review's kind in its loop: seed, generator, active key, assessment, accept or again.

They are for study. What a generator is claimed to give and what an attacker must search are told apart
everywhere, and no statistic here says that a key is secret (paper 001).
"""
