"""How table 1 of paper 001 is read."""

from __future__ import annotations

READINGS: dict[int, tuple[str, ...]] = {
    1: (
        "a row has a line in the review, so sizes and number formats of its generator are ours; rows of EEG, "
        "ECC or maps without equations are described only",
        "vector-valued machines are read as independent components; the review does not define them",
        "effective bits are what whoever knows code, parameters and all that is public has to search",
        "10^761, (2^8)^196·608 and the like are turned into bits; 2180 is 2^180, 2,192 bits are 2^192",
    ),
}
