"""A key from a picture by an adversarial network, after DeepKeyGen (paper 001, table 1, row 12): for study.

The review describes it in a line. Layers and loss are those of the image translation networks that it builds
on, made small; what is not written there was chosen here.
"""
