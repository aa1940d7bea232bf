"""How each table of paper 002 is read, and which methods under other readings have rows of their own."""

from __future__ import annotations

from lab.ciphers.paper_002.readings import Reading

_NO_LOGISTIC_MAP = (Reading.ORBITS, Reading.WIDE_R)

OTHERWISE = (
    *(f"logistic-resnet18+{reading}" for reading in Reading),
    *(f"lorenz-resnet18+{reading}" for reading in Reading if reading not in _NO_LOGISTIC_MAP),
)
"""METHOD+READING, each reading by itself, with the network whose parameters are spread farther."""

_SEQUENCES = (
    "the network sees 224 x 224 pixels of the date's hashes and is seeded, not trained: no target is defined",
    "r from 3.9 to 4, σ 10 ± 1, ρ 28 ± 2, β 8/3 ± 1/5; orbits begin at .1 and (1, 1, 1), 1,000 states are "
    "discarded; bytes are floor(10^14 x) and floor(10^10 |z|) modulo 256",
    "yindex moves rows and xindex columns, as the lengths of section 5.8 ask for and step 9 does not",
)
_ROWS = "a method with a plus sign is METHOD+READING as `ciphers list` explains it, for `--method`"
_ENVELOPE = (
    "AES-128 is read as GCM and RSA as OAEP with SHA-256; rows of CBC and textbook RSA are the other "
    "reading, which no command writes"
)
_PIXELS = "whatever the envelope is, it moves no value of a ciphertext: those rows stand in tables 1, 2 and 4"

READINGS: dict[int, tuple[str, ...]] = {
    1: ("equation 10, eight bits for every index and byte, of 128 x 128 grey pixels", _ROWS, _ENVELOPE),
    2: (
        *_SEQUENCES,
        "the paper does not say whether its pictures are grey; ours are, and in colour `python -m "
        "benchmarks.medical_images` measures",
        _ROWS,
        _ENVELOPE,
    ),
    3: (*_SEQUENCES, _ROWS, _PIXELS),
    4: (*_SEQUENCES, _ROWS, _ENVELOPE),
    5: (*_SEQUENCES, "equations 4 to 6 as printed, of plaintext and ciphertext (…_pc)", _ROWS, _PIXELS),
    6: (*_SEQUENCES, "all pairs of neighbours, not a sample of them", _ROWS, _PIXELS),
    7: (*_SEQUENCES, "NPCR and UACI of two ciphertexts, as the other papers have them", _ROWS, _PIXELS),
}
