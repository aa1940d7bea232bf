"""What a person sees of the demo: steps with a tick or a cross, rows of numbers, a verdict."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

_TICK, _CROSS = "✓", "✗"


class Screen:
    """Writes the demo's progress line by line and remembers whether everything was as it should be."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._checks = 0
        self._wrong: list[str] = []

    def title(self, text: str) -> None:
        """Begin a part of the demo."""
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left")

    def say(self, text: str) -> None:
        """Write a line of explanation."""
        self._console.print(Padding(Text(text, style="dim"), (0, 0, 0, 2)))

    def heading(self, cells: Sequence[object], widths: Sequence[int]) -> None:
        """Write the names of columns that are ``widths`` characters wide."""
        self._console.print(
            Text("  " + _line(cells, widths), style="bold"), overflow="ellipsis", no_wrap=True
        )

    def check(self, right: bool, text: str, *, wrong: str = "") -> None:
        """Write one thing that was looked at, and whether it was as it should be.

        Args:
            right: whether it was.
            text: what it is.
            wrong: what to say of it at the end if it was not; the same text when empty.
        """
        self._checks += 1
        if not right:
            self._wrong.append(wrong or text)
        self._console.print(_marked(right, text))

    def check_row(self, right: bool, cells: Sequence[object], widths: Sequence[int], wrong: str) -> None:
        """Write one thing that was looked at as a row of cells."""
        self.check(right, _line(cells, widths), wrong=wrong)

    def verdict(self) -> bool:
        """Write how it ended; whether everything was as it should be."""
        seconds = time.monotonic() - self._started
        self._console.print()
        if self._wrong:
            self._console.print(
                Text(f"{len(self._wrong)} of {self._checks} checks failed:", style="bold red")
            )
            for text in self._wrong:
                self._console.print(_marked(False, text))
        else:
            line = f"All {self._checks} checks hold, in {seconds:.0f} seconds."
            self._console.print(Text(line, style="bold green"))
        return not self._wrong


def _marked(right: bool, text: str) -> Text:
    mark = Text(_TICK, style="green") if right else Text(_CROSS, style="bold red")
    return Text.assemble(mark, " ", text)


def _line(cells: Iterable[object], widths: Sequence[int]) -> str:
    return " ".join(f"{cell!s:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()
