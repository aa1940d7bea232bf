"""``ridgekey-lab data synth``: a folder of synthetic prints with SOCOFing's names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shared.biometrics.synthetic import person_seed, write_subject
from shared.errors import Code, Failure
from shared.stores.atomic import refusal
from shared.terminal.formats import Format
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

CHECKSUMS = "SHA256SUMS"

_SUFFIXES = {"bmp": ".BMP", "png": ".png"}


def synth(
    out: Annotated[Path, typer.Argument(help="Folder to write to; made when missing.", metavar="OUT")],
    subjects: Annotated[
        int, option("--subjects", help="How many people.", min=1, max=600, show_default=True)
    ] = 10,
    first: Annotated[
        int, option("--first", help="The first one's number.", min=1, max=600, show_default=True)
    ] = 1,
    seed: Annotated[
        int,
        option("--seed", help="The population; the same seed, the same people.", min=0, show_default=True),
    ] = 1,
    altered: Annotated[bool, option("--altered", help="Also altered prints, easy to hard.")] = False,
    image: Annotated[str, option("--image", help="Kind of file: bmp or png.", show_default=True)] = "bmp",
    output_format: FormatOption = None,
) -> None:
    """Write ten synthetic prints of each person, named as SOCOFing names its own, and their SHA-256 sums."""
    if image not in _SUFFIXES:
        raise Failure(Code.INVALID_INPUT, "A print is written as bmp or png; choose one with --image.")
    users = range(first, first + subjects)
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = _write_prints(out, users, seed, altered, _SUFFIXES[image])
        _write_checksums(out, written)
    except OSError as error:
        raise refusal("write to", out, error) from None
    _show(out, subjects, written, output_format)


def _write_prints(out: Path, users: Sequence[int], seed: int, altered: bool, suffix: str) -> list[Path]:
    written: list[Path] = []
    with progress("Making prints") as bar:
        for place, user in enumerate(users, start=1):
            written += write_subject(out, user, person_seed(seed, user), "FM"[user % 2], altered, suffix)
            bar(place, len(users))
    return written


def _write_checksums(out: Path, written: list[Path]) -> None:
    """One line a file, as ``sha256sum --check`` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(out).as_posix()}\n"
        for path in sorted(written)
    ]
    (out / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _show(out: Path, subjects: int, written: list[Path], output_format: Format | None) -> None:
    record = {"folder": str(out), "subjects": subjects, "files": len(written), "checksums": CHECKSUMS}
    show_record(record, output_format)
