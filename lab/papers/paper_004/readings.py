"""How the tables of paper 004 are read."""

from __future__ import annotations

READINGS: dict[int, tuple[str, ...]] = {
    1: (
        "labels are the input, a random table or random bits, a column each, since the paper names none; "
        "model (b), 10 bits, binary cross-entropy, 100 epochs",
        "inputs are redrawn (AES-256 in counter mode, seed 0) until Diehard has its bytes, least significant "
        "byte of a word first",
        "failed is below .01, as printed, and nothing is near 1",
    ),
    2: (
        "samples are 10,000 of SHAKE-256, 8,000 of them learned from; outputs are sigmoids, one above .5",
        "labels and loss are choices: `--mapping` and `--loss` of `generators train-network`",
        "sizes of CNN and RNN are ours, figure 7 is the recurrent network's whatever its caption says",
    ),
}
