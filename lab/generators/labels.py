"""Every label that the generators derive from, each used in one place, so that no two uses share a stream."""

from __future__ import annotations

import enum


@enum.unique
class Label(enum.StrEnum):
    """The labels of the laboratory's generators; the exchange has its own."""

    RETRY = "ridgekey-lab/1 retry"
    """The seed of a further try, after a key was rejected."""
    NUMBERED_SEED = "ridgekey-lab/1 numbered seed"
    """One of many seeds of a comparison."""
    REFERENCE = "ridgekey-lab/1 reference"
    """Keys of HKDF, beside which the time of a generator's is told."""
    EXTREME_LEARNING = "ridgekey-lab/1 extreme learning machine"
    """The stream of an extreme learning machine's inputs, weights and targets."""
    LOGISTIC = "ridgekey-lab/1 logistic perceptron"
    """Start and growth rate of the logistic map."""
    MEMORY = "ridgekey-lab/1 associative memory"
    """The public pattern pairs of an associative memory."""
    PROBE = "ridgekey-lab/1 probe"
    """The pattern that an associative memory is asked with."""
    SCRAMBLE = "ridgekey-lab/1 scramble"
    """The moves that scramble a cube."""
    CUBE_KEY = "ridgekey-lab/1 cube key"
    """The key made of the stickers of scrambled cubes."""
    AUTOENCODER = "ridgekey-lab/1 autoencoder"
    """The stream of an autoencoder's first weights and training bits."""
    INPUTS = "ridgekey-lab/1 tree parity inputs"
    """The public inputs of two tree parity machines."""
    INPUT_SEED = "ridgekey-lab/1 tree parity input seed"
    """The seed of those inputs, made of both greetings."""
    WEIGHTS = "ridgekey-lab/1 tree parity weights"
    """The first weights of one machine."""
    EAVESDROPPER = "ridgekey-lab/1 tree parity eavesdropper"
    """The first weights of whoever listens."""
    WEIGHT_KEY = "ridgekey-lab/1 tree parity weight key"
    """The key that is made of synchronised weights."""
    CONFIRMATION = "ridgekey-lab/1 tree parity confirmation"
    """The MAC by which each party shows that its weights are the other's."""
    SESSION_KEY = "ridgekey-lab/1 tree parity session key"
    """The key of an exchange, from weights and X25519 together."""
    FINGERPRINT = "ridgekey-lab/1 tree parity fingerprint"
    """What two processes show of a session key, to be compared."""
    PARTY = "ridgekey-lab/1 tree parity party"
    """The randomness of one party when a seed stands for the operating system's."""
