"""How each table of paper 003 is read where the paper leaves it open."""

from __future__ import annotations

_SPLIT = (
    "altered prints are split 80/20 into training and validation (seed 2), the 6,000 enrolled ones are the "
    "test; the paper says this in one place and 80 % training, 20 % testing in another"
)
_KEY = (
    "the key is the best position of the swarm, 1,024 bytes before Chen's stream is laid over it, of the "
    "finger that counter 1 chooses; the paper names neither finger nor counter",
)
_MAKING = (
    "candidates are |dense_1| · 255 of twenty variations drawn from a public seed: turned by at most 10°, "
    "moved, sheared and zoomed by 5 %, mirrored half of the time; the paper prints no ranges and no scaling",
    "the swarm has r1 = r2 = .5 and wraps at its bounds modulo 256; `--generator pso-surrogate:reflect`, "
    "`:clip` and `:cast` of `nist` are its other readings",
)

READINGS: dict[int, tuple[str, ...]] = {
    2: ("the filters are 5 x 5, 5 x 5 and 3 x 3; the layers are Keras' with `valid` borders",),
    3: ("the L2 term is that of the three convolutions' kernels; `train --dense-l2` adds dense_1's",),
    4: (
        "r1 and r2 are .5 and not drawn anew, as the column of values has it and that of explanations not",
        "fitness is the entropy of the 256-bin histogram of the positions' bytes; positions wrap modulo 256",
        "all fitnesses come first, then the best positions; of equal ones the old stays",
    ),
    5: (
        _SPLIT,
        "its training columns are of the enrolled prints, its testing columns of the validation ones",
    ),
    6: (_SPLIT, "the table shows people, whatever its caption says"),
    7: (_SPLIT, "the table shows fingers, whatever its caption says"),
    8: (*_KEY, *_MAKING, "equation 6 is of 256 bins to the base 2; p is two-sided, against uniform keys"),
    9: (*_KEY, "a section has eight bytes, and sections do not overlap"),
    10: (*_KEY, "chi-square is Pearson's, with 255 degrees of freedom; equation 7 squares its denominator"),
    11: (*_KEY, "100 · (bytes equal to the one before) / 1,023"),
    12: (*_KEY, "equation 8 of the key without its last byte and without its first; and of every two keys"),
    13: (*_KEY, "an attempt makes the key from the print anew"),
    14: (
        *_KEY,
        "the change is one bit of the print's middle pixel; bits, bytes and correlation are all shown",
    ),
    15: (
        *_KEY,
        "a drawn radiograph of 256 x 256; the key is repeated over it row by row, then Chen's stream",
        "Chen's system has the true signs, h = .01, 1,000 states discarded, bytes floor(255 v) mod 256",
    ),
    16: (*_KEY, "the ideal `0.255` is 0..255; sixteen buckets"),
    17: (*_KEY, "autocorrelation is normalised, equation 10 is not; lags 1 to 50"),
    18: (*_KEY, *_MAKING),
    20: (*_KEY, "ReLU is of the same sums as tanh, the greatest of a user's candidates made 255"),
}
