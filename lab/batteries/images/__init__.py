"""Metrics of image ciphers, each beside what a uniform, independent cipher picture would give.

A good figure means that a picture looks like noise, which one XORed with a public sequence does too.
"""
