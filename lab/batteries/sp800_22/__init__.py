"""NIST SP 800-22 rev 1a: fifteen statistical tests of a bit sequence, one module a test.

Every test takes a ``BitSequence`` and ``Parameters`` and gives an outcome for each of its p-values, always
the same number of them. Where the suite's C code and the mathematics disagree there are two readings.
"""
