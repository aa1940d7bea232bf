"""Reads the list of people that ``ridgekey user import`` takes: a CSV file with a line for each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from shared.errors import Code, Failure
from shared.identifiers import IdRange, parse_branch_name

LARGEST_LIST = 4 * 1024 * 1024
COLUMNS = ("user", "prints", "branches")

_SPREADSHEET_SEPARATOR = ";"


@dataclass(frozen=True)
class Person:
    """One line of the list.

    Attributes:
        line: its number in the file, the header's being 1.
        user: the ID.
        prints: folder of the prints; None when the user is added only.
        branches: those that are to serve the user.
    """

    line: int
    user: int
    prints: Path | None
    branches: tuple[str, ...]


def read_people(file: Path, ids: IdRange) -> list[Person]:
    """Read the whole list; folders are meant relative to the file's own.

    The first line names the columns: ``user``, and if wanted ``prints`` and ``branches``. Columns are
    separated by commas, or by semicolons as spreadsheets of many countries write them; branches by blanks.

    Args:
        file: the CSV file, UTF-8.
        ids: which user IDs there may be.

    Raises:
        Failure: ``NOT_FOUND`` when there is no such file; ``INVALID_INPUT`` with the line when it is too
            large, no CSV text, or a column, an ID or a branch's name is wrong or comes twice.
    """
    rows = _rows(_text(file))
    if not rows:
        raise _refusal(file, 1, f"The list is empty; its first line names the columns: {', '.join(COLUMNS)}.")
    columns = _columns(file, rows[0][1])
    people = [_person(file, line, dict(zip(columns, row, strict=False)), ids) for line, row in rows[1:]]
    if not people:
        raise _refusal(file, 1, "The list has no line below its columns' names.")
    _require_once(file, people)
    return people


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_LIST + 1)
    except FileNotFoundError:
        raise Failure(Code.NOT_FOUND, f"There is no file {file}.") from None
    except OSError as error:
        raise Failure(Code.INVALID_INPUT, f"{file} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST_LIST:
        limit = LARGEST_LIST // 2**20
        raise Failure(Code.INVALID_INPUT, f"{file} is larger than {limit} MiB; split it.", field="people")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(
            Code.INVALID_INPUT, f"{file} is no text in UTF-8; save it as CSV in UTF-8.", field="people"
        ) from None


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The lines that say something, each with the number under which it ends in the file."""
    header = text.partition("\n")[0]
    separator = _SPREADSHEET_SEPARATOR if _SPREADSHEET_SEPARATOR in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error:
        sentence = f"Line {reader.line_num + 1} of the list is no CSV; look for a quotation mark or a NUL."
        raise Failure(Code.INVALID_INPUT, sentence, field="people") from None
    return [(line, row) for line, row in rows if any(row)]


def _columns(file: Path, header: Sequence[str]) -> list[str]:
    names = [name.lower() for name in header]
    for name in names:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(COLUMNS)}."
            raise _refusal(file, 1, f"There is no column {name!r}{hint}")
        if names.count(name) > 1:
            raise _refusal(file, 1, f"The column {name} comes twice.")
    if "user" not in names:
        raise _refusal(file, 1, "A column named user is needed.")
    return names


def _person(file: Path, line: int, cells: dict[str, str], ids: IdRange) -> Person:
    try:
        user = ids.parse(cells.get("user", ""))
        branches = tuple(parse_branch_name(name) for name in cells.get("branches", "").split())
    except Failure as failure:
        raise _refusal(file, line, failure.sentence, failure.code) from None
    if len(set(branches)) < len(branches):
        raise _refusal(file, line, "A branch comes twice.")
    prints = cells.get("prints", "")
    if "\0" in prints:
        raise _refusal(file, line, "A folder's name may not contain NUL.")
    return Person(line, user, file.parent / prints if prints else None, branches)


def _require_once(file: Path, people: Sequence[Person]) -> None:
    times = Counter(person.user for person in people)
    for person in people:
        if times[person.user] > 1:
            raise _refusal(file, person.line, f"User {person.user} comes {times[person.user]} times.")


def _refusal(file: Path, line: int, sentence: str, code: Code = Code.INVALID_INPUT) -> Failure:
    return Failure(code, f"{file.name}, line {line}: {sentence}", field="people")
