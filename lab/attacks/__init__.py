"""Attacks on paper 003's own scheme, and the same ideas tried on RidgeKey's exchange (biometrics §6).

One attack a module. Each has a function that takes what an attacker has and nothing else, one half that runs
it against paper mode and compares what it recovered with the truth, and one that tries it on the real
protocol objects.
"""
