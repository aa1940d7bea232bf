"""Marsaglia's Diehard tests (1995), each with the exact null distribution where there is one.

A test takes 32-bit words and says how many. docs/batteries.md lists its parameters and where it departs from
the original, and what the p-values of a good generator look like.
"""
