"""What a person sees of the demo: steps with a tick or a cross, a growing table, a verdict."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

AddRow = Callable[[Sequence[object]], None]


class Screen:
    """Writes the demo's progress and remembers whether everything was as it should be."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self.checks = 0
        self.wrong: list[str] = []

    def title(self, text: str) -> None:
        """Begin a part of the demo."""
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left")

    def say(self, text: str) -> None:
        """Write a line of explanation."""
        self._console.print(Text(text, style="dim"))

    def check(self, right: bool, text: str) -> None:
        """Write one thing that was looked at, and whether it was as it should be."""
        self._note(right, text)
        self._console.print(Text("✓ " if right else "✗ ", style="green" if right else "red") + Text(text))

    @contextlib.contextmanager
    def table(self, *columns: str) -> Iterator[AddRow]:
        """Show a table that grows while the block runs."""
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for column in columns:
            table.add_column(column, overflow="fold")
        with Live(table, console=self._console, refresh_per_second=8):
            yield lambda cells: table.add_row(*(Text(str(cell)) for cell in cells))

    def mark(self, right: bool, text: str) -> str:
        """Count a check that a table shows as one of its cells, and return the cell."""
        self._note(right, text)
        return "✓" if right else "✗"

    def verdict(self) -> bool:
        """Write how it ended; whether everything was as it should be."""
        seconds = time.monotonic() - self._started
        self._console.print()
        if self.wrong:
            self._console.print(Text(f"{len(self.wrong)} of {self.checks} checks failed:", style="bold red"))
            for text in self.wrong:
                self._console.print(Text(f"✗ {text}", style="red"))
        else:
            line = f"All {self.checks} checks hold. {seconds:.0f} seconds."
            self._console.print(Text(line, style="bold green"))
        return not self.wrong

    def _note(self, right: bool, text: str) -> None:
        self.checks += 1
        if not right:
            self.wrong.append(text)
