"""A target with the checked-in prints of three people and the tiny network."""

from __future__ import annotations

import pytest

from lab.attacks.target import Target
from tests.lab.attacks.small_target import small_target


@pytest.fixture(scope="session")
def target() -> Target:
    """One target for all; attacks only read it."""
    return small_target()
