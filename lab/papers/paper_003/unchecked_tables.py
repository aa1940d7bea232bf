"""Tables 1 and 19: other people's work, of which nothing can be measured here, with what they contradict."""

from __future__ import annotations

from lab.papers.sources import Sources
from lab.papers.tables import Table

_BEYOND = {"[8]": 99.98}
_OWN = (99.73, 99.83)
"""Table 19: accuracies in per cent, of reference [8] and its own two."""


def table_1(sources: Sources) -> Table:
    """Earlier work, in words."""
    del sources
    return Table(
        "003",
        1,
        "earlier work on making keys",
        (),
        (),
        "",
        findings=(
            "of its own key space, 2^8192, there are 6,000 keys, one for each person and counter, for "
            "whoever has the prints and models: 12.6 bits",
            "its own keys are called ephemeral; in the paper's scheme the counter runs from 1 to 10 and "
            "begins anew, so that message 11 has the key of message 1",
        ),
        unchecked=(
            "it describes seven other works in words and repeats their key spaces and accuracies; their "
            "code, data and keys are not here"
        ),
    )


def table_19(sources: Sources) -> Table:
    """Accuracies of other work beside its own."""
    del sources
    better = ", ".join(f"{name} with {value} %" for name, value in _BEYOND.items() if value > max(_OWN))
    return Table(
        "003",
        19,
        "accuracy beside that of other systems",
        (),
        (),
        "",
        findings=(
            "the works have other tasks (classes of patterns, verification, natural images) on other data "
            "sets, so that their accuracies cannot be held against each other",
            f"its text claims to do better than most; {better} is above its own {_OWN[0]} and {_OWN[1]} %",
            "its own are those of table 5 on prints whose alterations were learned",
            "reference [13], listed with natural images of 2022, is in the list of references a work of 2024 "
            "on machine learning and keys",
        ),
        unchecked=(
            "it repeats accuracies of eight other works on their own data; table 5 has what can be measured"
        ),
    )
