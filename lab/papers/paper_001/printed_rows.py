"""Table 1 as printed: what the review says of 27 works in the columns that can be checked.

Its column of the monobit test has a cross in every row. Methods and seeds are shortened. A key space is kept
as printed and as powers, so that its bits can be computed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MONOBIT = "X"
"""What every row has."""

NONE_GIVEN = "-"

Powers = tuple[tuple[int, int], ...]
"""Base and exponent of each key space that a row prints; several where it prints several."""


@dataclass(frozen=True)
class PrintedRow:
    """One row.

    Attributes:
        number: of the row.
        cited: number of the work in the review's references, as the row has it.
        methodology: what makes the key.
        initial_seed: what the row says of it.
        key_space: as printed.
        powers: the same as powers; empty where there is no number.
        verified: whether its sensitivity is.
    """

    number: int
    cited: int
    methodology: str
    initial_seed: str = NONE_GIVEN
    key_space: str = NONE_GIVEN
    powers: Powers = ()
    verified: bool = False

    @property
    def bits(self) -> tuple[float, ...]:
        """The printed key spaces in bits."""
        return tuple(exponent * math.log2(base) for base, exponent in self.powers)


_TPM = "Tree Parity Machine"
_CYCLE = "CycleGAN"

ROWS = (
    PrintedRow(1, 1, _TPM, "random weight vector"),
    PrintedRow(2, 8, "complex-valued Tree Parity Machine (CVTPM)", "complex value"),
    PrintedRow(3, 9, _TPM, "random weight vectors and inputs", "1024 bits", ((2, 1024),)),
    PrintedRow(4, 5, _TPM, "random weight", "128-bit", ((2, 128),), verified=True),
    PrintedRow(5, 10, _TPM, "random weight vector", "[2^128, 3^192]", ((2, 128), (3, 192))),
    PrintedRow(6, 11, "Vector-Valued Tree Parity Machine (VVTPM)", "random integer"),
    PrintedRow(7, 12, _TPM, "genetic algorithm with PRNG", "2^192", ((2, 192),)),
    PrintedRow(8, 13, "Bidirectional Associative Memory", "random binary"),
    PrintedRow(9, 14, "Extreme Learning Machine", "weights by PRNG", "2^120", ((2, 120),), verified=True),
    PrintedRow(10, 15, "EEG", "wavelets and autoencoders on EEG", "2^196", ((2, 196),)),
    PrintedRow(11, 16, "Perceptron", "image"),
    PrintedRow(12, 17, "DeepKeyGen, GAN", "image", "(2^8)^196·608", ((2, 8 * 196_608),), verified=True),
    PrintedRow(
        13, 18, _CYCLE, "randomly initialized", "(2^32)^2757936", ((2, 32 * 2_757_936),), verified=True
    ),
    PrintedRow(14, 19, _CYCLE, "binary string, parameters", "256-bit", ((2, 256),), verified=True),
    PrintedRow(15, 20, _CYCLE, "parameters", "2^(Parameters·32)", verified=True),
    PrintedRow(16, 21, "six chaotic systems and LSGAN", "random numbers", "2^192", ((2, 192),)),
    PrintedRow(17, 22, "Deep Convolutional Neural Network", "weights of DCNN"),
    PrintedRow(18, 23, "elliptic curve on a DCNN", NONE_GIVEN, "2^924", ((2, 924),), verified=True),
    PrintedRow(19, 24, "Autoencoder"),
    PrintedRow(20, 4, "Autoencoder", "secret password", "10^761 and 10^324", ((10, 761), (10, 324))),
    PrintedRow(21, 25, "Deep Neural Network and chaotic map", "image"),
    PrintedRow(
        22, 26, "chaotic map and neural network", "randomly initialized", "2^325", ((2, 325),), verified=True
    ),
    PrintedRow(23, 27, "Pulse-Coupled Neural Network", NONE_GIVEN, "2^430", ((2, 430),), verified=True),
    PrintedRow(
        24, 28, "logistic map and autoencoder", "precision of floats", "2^99", ((2, 99),), verified=True
    ),
    PrintedRow(25, 29, "6D Hopfield network", "pseudo random sequence", "10^6", ((10, 6),), verified=True),
    PrintedRow(26, 5, "Deep Cube", NONE_GIVEN, "256-bit", ((2, 256),), verified=True),
    PrintedRow(27, 6, "Deep Cube", NONE_GIVEN, "2^256", ((2, 256),)),
)

OWN_REFERENCE = {21: 26, 22: 27, 23: 28, 24: 29, 25: 5, 26: 6, 27: 7}
"""Where in the references a row's work stands, of rows whose printed number leads to another."""

WITHOUT_REFERENCE = 4
"""The row whose work stands nowhere in them: its number leads to another."""
