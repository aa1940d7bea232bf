"""Reads what a Markdown file has people type, and what they see then.

A fenced block of the language ``console`` is a look at a terminal: a line that begins with ``$`` is typed,
the lines with ``>`` below it belong to it, and what follows is seen. In what is seen ``…`` stands for what
differs from one time to the next: in a line for any text, alone on a line for any number of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

ANY = "…"
INTERRUPT = "^C"
"""What a terminal shows where somebody pressed Ctrl-C."""

_FENCE = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]*?) -->\n)?```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
_ANSWER = re.compile(r"\[y/N\]: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        mark: what the comment on the line above it says; empty where there is none.
        language: the word behind the fence.
        text: what stands between the fences.
        line: the number of its first line in the file.
    """

    mark: str
    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Step:
    """Something typed, and what is seen then.

    Attributes:
        command: what is typed, without prompts.
        shown: what is seen, line for line.
        line: where it stands in the file.
    """

    command: str
    shown: str
    line: int

    @property
    def answers(self) -> list[str]:
        """What a person answers to the questions of the command, in order."""
        return _ANSWER.findall(self.shown)

    @property
    def before_interrupt(self) -> str | None:
        """What is seen before Ctrl-C is pressed; ``None`` where it is not."""
        lines = self.shown.splitlines()
        before = list(takewhile(lambda line: not line.startswith(INTERRUPT), lines))
        return None if before == lines else "".join(f"{line}\n" for line in before)


def blocks(text: str, language: str | None = None, mark: str | None = None) -> list[Block]:
    """The fenced blocks of a Markdown file, in order.

    Args:
        text: the file's.
        language: take those of this language alone.
        mark: take those below this comment alone.
    """
    found = [_block(text, fence) for fence in _FENCE.finditer(text)]
    return [block for block in found if language in (None, block.language) and mark in (None, block.mark)]


def _block(text: str, fence: re.Match[str]) -> Block:
    line = text.count("\n", 0, fence.start("text")) + 1
    return Block(fence["mark"] or "", fence["language"], fence["text"], line)


def steps(text: str) -> list[Step]:
    """All that a Markdown file has people type at a terminal, in order.

    Raises:
        ValueError: a block shows something before anything was typed.
    """
    return [step for block in blocks(text, "console") for step in _steps_of(block)]


def _steps_of(block: Block) -> Iterator[Step]:
    typed: list[str] = []
    seen: list[str] = []
    begun = block.line
    for number, line in enumerate(block.text.splitlines(), block.line):
        if line.startswith("$ "):
            if typed:
                yield Step("\n".join(typed), "\n".join(seen), begun)
            typed, seen, begun = [line[2:]], [], number
        elif not typed:
            raise ValueError(f"line {number}: nothing was typed yet")
        elif line.startswith("> ") and not seen:
            typed.append(line[2:])
        else:
            seen.append(line)
    if typed:
        yield Step("\n".join(typed), "\n".join(seen), begun)


def is_seen(shown: str, got: str) -> bool:
    """Whether what came is what is shown, but for blanks at the ends of lines and empty lines at the end."""
    return re.fullmatch(_pattern(shown), tidy(got)) is not None


def has_begun(shown: str, got: str) -> bool:
    """Whether what came so far begins with what is shown."""
    return re.match(_pattern(shown), tidy(got)) is not None


def tidy(text: str) -> str:
    """The text with no blanks at the ends of its lines, and no empty lines around it.

    Where a terminal erases a bar of progress, the plain one of the tests leaves an empty line.
    """
    kept = "\n".join(line.rstrip() for line in text.replace("\r", "").splitlines()).strip("\n")
    return f"{kept}\n" if kept else ""


def _pattern(shown: str) -> str:
    parts = []
    for line in tidy(shown).splitlines():
        words = ("[^\n]*".join(map(re.escape, line.split(ANY)))) + "\n"
        parts.append("(?:[^\n]*\n)*" if line == ANY else words)
    return "".join(parts)
