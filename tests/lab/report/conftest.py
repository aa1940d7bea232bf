"""Keys to be shown: of ideal bytes, and of bytes that lean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pytest
from matplotlib.figure import Figure

from lab.report.measured_keys import MeasuredKeys

BLANK = b'<svg viewBox="0 0 72 72" xmlns="http://www.w3.org/2000/svg"><g></g></svg>'


@pytest.fixture(scope="module")
def no_drawings() -> Iterator[None]:
    """Have charts painted but not written, which takes long: their own tests look at what they show."""

    def write(_figure: Figure, file: BinaryIO, **_options: object) -> None:
        file.write(BLANK)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", write)
        yield


@pytest.fixture(scope="session")
def ideal_keys() -> MeasuredKeys:
    """Three keys of uniform bytes, of synthetic people."""
    random = np.random.default_rng(7)
    return MeasuredKeys(
        ["user 1", "user 2", "user 3"], [random.integers(0, 256, 1024, np.uint8) for _ in range(3)], True
    )


@pytest.fixture(scope="session")
def leaning_keys() -> MeasuredKeys:
    """Two keys that hardly differ, of bytes of which small ones are more frequent."""
    random = np.random.default_rng(8)
    first = (random.integers(0, 256, 1024) * random.random(1024)).astype(np.uint8)
    second = first.copy()
    second[:100] ^= 1
    return MeasuredKeys(["user 1", "user 2"], [first, second], True)
