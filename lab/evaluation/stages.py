"""How measuring says how far it is, without knowing who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all."""

Stages = Callable[[str], AbstractContextManager[Progress]]
"""Opens a stage by its name; :func:`shared.terminal.progress.progress` is one."""


def unseen(done: int, total: int) -> None:
    """Progress that nobody watches."""
    del done, total


@contextmanager
def silent(what: str) -> Iterator[Progress]:
    """Stages that nobody watches."""
    del what
    yield unseen
