"""The keys that a report is about, and which of them may be drawn.

A histogram of a key's bytes says much of what the key is, and its bytes beside their neighbours say all of
it. Both are drawn of synthetic people alone, so that nobody is harmed. Of anybody else a report has figures:
a few numbers for each key, which do not give it back. They do let whoever holds the very picture of a print
find out that the key was made of it, so that such a report is to be kept as prints are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lab.batteries.keys import Key


@dataclass(frozen=True)
class MeasuredKeys:
    """Keys to be measured.

    Attributes:
        names: whose they are, in order.
        keys: uint8 [n] each, all of one length.
        synthetic: whether all of them are of people that do not exist.
    """

    names: Sequence[str]
    keys: Sequence[Key] = field(repr=False)
    synthetic: bool

    @property
    def length(self) -> int:
        """Bytes of a key."""
        return self.keys[0].size

    def drawable(self) -> DrawableKeys | None:
        """The same keys to be drawn; None when they are anybody's but synthetic people's."""
        return DrawableKeys(self.names, self.keys) if self.synthetic else None


@dataclass(frozen=True)
class DrawableKeys:
    """Keys of synthetic people, made by :meth:`MeasuredKeys.drawable` alone.

    Attributes:
        names: whose they are, in order.
        keys: uint8 [n] each, all of one length.
    """

    names: Sequence[str]
    keys: Sequence[Key] = field(repr=False)

    @property
    def length(self) -> int:
        """Bytes of a key."""
        return self.keys[0].size
