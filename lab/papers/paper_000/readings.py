"""How the tables of paper 000 are read."""

from __future__ import annotations

_KEY = (
    "SqueezeNet 1.0, its `features` of 224 x 224 pixels, 512 x 13 x 13, channel by channel, zeros left out",
    "four portions are chunks of four, and a rest is dropped; the map is updated once, in sequence, with "
    "gains 36, 28, 3, 20",
    "the modulo operation is floor(10^5 |v|) modulo 256; `nist --generator hyperchaos:PROFILE/MAP` has gains "
    "p1 to p4 under literal, scale-1e3, scale-1e5 and fraction",
)

READINGS: dict[int, tuple[str, ...]] = {
    1: (*_KEY, "entropy is that of single bits, at most 1"),
    2: (
        *_KEY,
        "keys are cut to 67,680 bits; Frequency is the test within blocks, parameters are the suite's",
    ),
}
