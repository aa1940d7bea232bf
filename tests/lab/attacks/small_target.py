"""User 2 of three people whose prints are checked in, attacked with the tiny network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lab.attacks.target import Target
from lab.papers.paper_003.scheme import Gallery
from shared.biometrics.prints import load_print
from shared.biometrics.socofing import select_prints
from tests.seeded_networks import tiny_network

PRINTS = Path(__file__).parents[2] / "fixtures" / "prints"
PEOPLE = (1, 2, 3)
VICTIM = 2


@cache
def fixture_gallery() -> Gallery:
    """The checked-in prints of three people."""
    return {
        user: {finger: load_print(file) for finger, file in select_prints(PRINTS, user).items()}
        for user in PEOPLE
    }


def small_target() -> Target:
    """A fresh target."""
    return Target(VICTIM, fixture_gallery(), tiny_network())
