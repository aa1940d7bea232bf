"""What a report is made of: sections of blocks, each of which writes its own HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lab.report.data_file import DataFile
from lab.report.markup import Markup, element, joined, prose


class Block(Protocol):
    """One part of a section."""

    def markup(self) -> Markup:
        """Its HTML."""

    def files(self) -> Sequence[DataFile]:
        """The data behind it."""


@dataclass(frozen=True)
class Section:
    """Everything about one thing that was measured.

    Attributes:
        key: its anchor; lower-case letters and hyphens.
        title: its heading.
        lead: what is shown and how to read it, a paragraph each.
        blocks: charts, tables, verdicts.
    """

    key: str
    title: str
    lead: Sequence[str]
    blocks: Sequence[Block]

    def markup(self) -> Markup:
        """Its HTML, with a heading of the third level."""
        heading = f"{self.key}-heading"
        return element(
            "section",
            element("h3", self.title, id=heading),
            *(element("p", prose(paragraph)) for paragraph in self.lead),
            *(block.markup() for block in self.blocks),
            id=self.key,
            aria_labelledby=heading,
        )

    def files(self) -> Iterator[DataFile]:
        """The data behind all its blocks, in order."""
        for block in self.blocks:
            yield from block.files()


@dataclass(frozen=True)
class Remarks:
    """Sentences below what they are about.

    Attributes:
        sentences: in order.
        heading: what stands over them, if anything.
    """

    sentences: Sequence[str]
    heading: str = ""

    def markup(self) -> Markup:
        """A list, or nothing."""
        if not self.sentences:
            return joined()
        above = element("p", self.heading, class_="remarks") if self.heading else None
        return joined(above, element("ul", *(element("li", prose(sentence)) for sentence in self.sentences)))

    def files(self) -> Sequence[DataFile]:
        """None."""
        return ()


@dataclass(frozen=True)
class Folded:
    """A block that is shown when somebody asks for it, and on paper.

    Attributes:
        summary: what it is.
        block: the block.
    """

    summary: str
    block: Block

    def markup(self) -> Markup:
        """Closed at first."""
        return element("details", element("summary", self.summary), self.block.markup())

    def files(self) -> Sequence[DataFile]:
        """Those of the block."""
        return self.block.files()


@dataclass(frozen=True)
class Commands:
    """Command lines to run first, where something is missing.

    Attributes:
        why: what they are for.
        lines: in order.
    """

    why: str
    lines: Sequence[str]

    def markup(self) -> Markup:
        """A block of code."""
        code = element("pre", element("code", "\n".join(self.lines)), tabindex=0)
        return element("div", element("p", prose(self.why)), code, class_="commands")

    def files(self) -> Sequence[DataFile]:
        """None."""
        return ()
