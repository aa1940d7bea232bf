"""Finds the commands of the project in Markdown, and says what is wrong with one: nothing is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.main import get_command

import branch_client.cli.app
import lab.cli.app
import server.cli.app
from docs.console_blocks import blocks

PROGRAMS: dict[str, Any] = {
    "ridgekey": get_command(server.cli.app.build()),
    "ridgekey-branch": get_command(branch_client.cli.app.build()),
    "ridgekey-lab": get_command(lab.cli.app.build()),
}
SERVER = "--server"
"""Stands anywhere on the line of ``ridgekey``, before its commands are looked at."""

_COMMENTARY = ("", "text")
_SHELLS = ("bash", "console", "sh", *_COMMENTARY)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_OPERATORS = frozenset({"|", "||", "&", "&&", ";", ";;", "(", ")", "\n"})
_BEFORE = frozenset({"!", "do", "else", "env", "exec", "if", "sudo", "then", "time", "until", "while"})
_LAUNCHERS = frozenset({"docker", "ExecStart=", "systemd-run", "watch"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_REDIRECTION = re.compile(r"""(?<=\s)\d?(?:>>?|<<?)&?\s*(?:"[^"]*"|[^\s;|&)]+)""")


@dataclass(frozen=True)
class Documented:
    """A command as a document has it.

    Attributes:
        file: the document.
        line: where in it.
        words: the program and what follows it.
        whole: whether it is a command to type, and not only named in a sentence.
    """

    file: Path
    line: int
    words: tuple[str, ...]
    whole: bool


def commands_of(file: Path) -> Iterator[Documented]:
    """Every command of the project in a document, in code blocks and in sentences."""
    text = file.read_text(encoding="utf-8")
    prose = text
    for block in blocks(text):
        prose = prose.replace(block.text, "\n" * block.text.count("\n"))
        if block.language in _SHELLS and "help:" not in block.mark:
            for offset, line in _typed(block.text, console=block.language == "console"):
                for words in _programs_in(line, commentary=block.language in _COMMENTARY):
                    yield Documented(file, block.line + offset, words, whole=True)
    for span in _SPAN.finditer(prose):
        line = prose.count("\n", 0, span.start()) + 1
        for words in _programs_in(" ".join(span[1].split()), commentary=False):
            yield Documented(file, line, words, whole=False)


def _typed(text: str, *, console: bool) -> Iterator[tuple[int, str]]:
    """The lines of a block that are typed, lines that go on joined, each with its place."""
    begun, typed = 0, ""
    for offset, line in enumerate(text.splitlines()):
        prompt = "> " if typed else "$ "
        if console and not line.startswith(prompt):
            continue
        if not typed:
            begun = offset
        typed += line.removeprefix(prompt)
        if typed.endswith("\\"):
            typed = typed[:-1]
            continue
        yield begun, typed
        typed = ""


def _programs_in(line: str, *, commentary: bool) -> Iterator[tuple[str, ...]]:
    """The project's commands in a line of shell; in commentary, what stands behind two blanks is a remark."""
    if commentary:
        line = re.split(r"(?<=\S) {2,}", line)[0]
    for inner in re.findall(r"\$\(([^()]*)\)", line):
        yield from _programs_in(inner, commentary=False)
    lexer = shlex.shlex(_REDIRECTION.sub("", line), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        tokens = list(lexer)
    except ValueError:  # a sentence with an apostrophe, or a line of a text in quotes
        return
    segment: list[str] = []
    for token in [*tokens, "\n"]:
        if token not in _OPERATORS:
            segment.append(token)
            continue
        words = _program_of(segment)
        if words:
            yield words
        segment = []


def _program_of(segment: list[str]) -> tuple[str, ...]:
    """The words from the program on, nothing when it is another program's line."""
    words = list(segment)
    if words[:1] == ["runuser"] and "--" in words:
        words = words[words.index("--") + 1 :]
    while words and (words[0] in _BEFORE or _ASSIGNMENT.fullmatch(words[0])):
        words.pop(0)
    if words and words[0] in _LAUNCHERS:
        inside = [place for place, word in enumerate(words) if word in PROGRAMS]
        words = words[inside[0] :] if inside else []
    if not words or Path(words[0]).name not in {*PROGRAMS, "make"}:
        return ()
    return (Path(words[0]).name, *words[1:])


def fault_of(command: Documented, targets: frozenset[str]) -> str | None:
    """What is wrong with a command; ``None`` when nothing is.

    Args:
        command: the command.
        targets: what ``make`` can make.
    """
    program, *words = command.words
    if program == "make":
        asked = [word for word in words if "=" not in word and not word.startswith("-")]
        unknown = sorted(set(asked) - targets)
        return f"make has no {unknown[0]}" if unknown else None
    if SERVER in words and program == "ridgekey":
        place = words.index(SERVER)
        del words[place : place + 2]
    return _fault_below(PROGRAMS[program], words, whole=command.whole)


def _fault_below(command: Any, words: list[str], *, whole: bool) -> str | None:
    below = getattr(command, "commands", None)
    if below is None:
        return _fault_of_leaf(command, words, whole=whole)
    if not words or words[0] == "…":
        return None
    if words[0].startswith("-"):
        known = {name for each in command.params for name in each.opts} | {"--help", "-h"}
        return None if words[0] in known else f"there is no option {words[0]}"
    choices = words[0].split("|")  # as in `config model|verifier`
    if not set(choices) <= set(below):
        return f"there is no command {words[0]}"
    return next(filter(None, (_fault_below(below[each], words[1:], whole=whole) for each in choices)), None)


def _fault_of_leaf(command: Any, words: list[str], *, whole: bool) -> str | None:
    context = command.context_class(command, info_name=command.name)
    parser = command.make_parser(context)
    try:
        given, over, _ = parser.parse_args([word for word in words if word != "…"])
    except Exception as error:
        # A sentence may name an option without its value.
        if not whole and type(error).__name__ == "BadOptionUsage":
            return None
        return str(getattr(error, "message", error) or error)
    if given.get("help"):
        return None
    if over:
        return f"{over[0]} is an argument too many"
    if whole and "…" not in words:
        missing = [each.name for each in command.params if each.required and not given.get(each.name)]
        if missing:
            return f"{missing[0]} is missing"
    return None
