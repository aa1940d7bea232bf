"""NIST SP 800-90B (2018): health tests that run beside a noise source, and estimates of its min-entropy.

The estimates are those of §6.3.1 to §6.3.6. The four predictors of §6.3.7 to §6.3.10 are not here, so what is
assessed is an upper bound of what the document assesses.
"""
