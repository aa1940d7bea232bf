"""Statistical tests of keys, bit streams and image ciphers.

A battery can show that a source is bad. That it finds nothing is no proof of secrecy: every stream of a good
generator with a known seed passes all of them.
"""
