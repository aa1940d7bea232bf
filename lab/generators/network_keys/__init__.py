"""Keys from a network that was trained on random bits (paper 004).

The paper does not say what the labels are, though everything depends on it. Here they are a choice among
five, so that each claim can be tried with each.
"""
