"""The page: head, what it can show, contents, chapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lab.report.data_file import DataFile
from lab.report.listing import Listing
from lab.report.markup import Markup, element, joined
from lab.report.section import Section
from lab.report.stylesheet import STYLE, policy

_OPENING = "opening"
_LAST_WORD = (
    "The same inputs give the same file, to the byte. Keys are drawn of synthetic people alone; of anybody "
    "else's there are figures."
)


@dataclass(frozen=True)
class Chapter:
    """Sections that belong together.

    Attributes:
        key: its anchor.
        title: its heading.
        sections: in order; a chapter without any is not shown.
    """

    key: str
    title: str
    sections: Sequence[Section]

    def markup(self) -> Markup:
        """Heading and sections."""
        return joined(
            element("h2", self.title, id=self.key), *(section.markup() for section in self.sections)
        )

    def contents(self) -> Markup:
        """Its part of the table of contents."""
        below = (element("li", _link(section.key, section.title)) for section in self.sections)
        return element("li", _link(self.key, self.title), element("ol", *below))


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes:
        title: over all.
        summary: what it was made of, in a sentence.
        opening: what the figures can and cannot show.
        inputs: everything that it was computed from: ``input``, ``what`` and ``sha256``.
        chapters: in order.
    """

    title: str
    summary: str
    opening: Sequence[str]
    inputs: Sequence[Mapping[str, Any]]
    chapters: Sequence[Chapter]

    def html(self) -> str:
        """The whole file.

        Raises:
            ValueError: two things have the same anchor or the same CSV file.
        """
        self._check_names()
        return f"<!DOCTYPE html>\n{element('html', self._head(), self._body(), lang='en')}\n"

    def files(self) -> list[DataFile]:
        """The data behind every chart and table."""
        return [file for chapter in self.chapters for section in chapter.sections for file in section.files()]

    def _shown(self) -> list[Chapter]:
        return [chapter for chapter in self.chapters if chapter.sections]

    def _head(self) -> Markup:
        return element(
            "head",
            element("meta", charset="utf-8"),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", self.title),
            element("style", Markup(STYLE)),
        )

    def _body(self) -> Markup:
        chapters = self._shown()
        contents = element("ol", *(chapter.contents() for chapter in chapters))
        columns = ("input", "what", "sha256")
        return element(
            "body",
            element("a", "Skip the contents", class_="skip", href="#main"),
            element("header", element("h1", self.title), element("p", self.summary), self._opening()),
            element("nav", element("h2", "Contents", id="contents"), contents, aria_labelledby="contents"),
            element("main", *(chapter.markup() for chapter in chapters), id="main"),
            element(
                "footer",
                element("h2", "What it was computed from", id="inputs"),
                Listing("Inputs of this report", columns, self.inputs, "inputs").markup(),
                element("p", _LAST_WORD),
            ),
        )

    def _opening(self) -> Markup:
        heading = element("h2", "What these figures can show, and what they cannot", id=_OPENING)
        items = element("ul", *(element("li", sentence) for sentence in self.opening))
        return element("section", heading, items, class_="opening", aria_labelledby=_OPENING)

    def _check_names(self) -> None:
        anchors = [section.key for chapter in self._shown() for section in chapter.sections]
        anchors += [chapter.key for chapter in self._shown()]
        names = [file.name for file in self.files()]
        twice = [name for used in (anchors, names) for name, count in Counter(used).items() if count > 1]
        if twice:
            raise ValueError(f"used twice in a report: {', '.join(twice)}")


def _link(key: str, title: str) -> Markup:
    return element("a", title, href=f"#{key}")
