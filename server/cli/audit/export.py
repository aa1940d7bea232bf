"""``ridgekey audit export``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from server.cli.audit.query import ActorOption, EventOption, SinceOption, UserOption
from server.cli.office import administering
from server.cli.views import AUDIT_FIELDS, view_audit_row
from server.ports import AuditRow
from server.services.audit import ask_audit
from shared.errors import Code, Failure
from shared.stores.atomic import open_atomically
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey audit export march.csv --since 120000"

_SHOW_EVERY = 1000


def export(
    file: Annotated[Path, typer.Argument(help="A new .jsonl or .csv file.", metavar="FILE")],
    event: EventOption = None,
    user: UserOption = None,
    actor: ActorOption = None,
    since: SinceOption = 0,
    force: Annotated[bool, option("--force", help="Replace a file that is there already.")] = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Write the audit log, or the part asked for, as JSON lines or CSV; whole or not at all."""
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise Failure(Code.INVALID_INPUT, "Name a file that ends in .jsonl or .csv.", field="file")
    if file.exists() and not force:
        sentence = f"{file} exists already; choose another name, or replace it with --force."
        raise Failure(Code.CONFLICT, sentence)
    with administering(home, any_domain=True) as office:
        query = ask_audit(office.deployment(), event, user, actor, since)
        with office.export_audit(query) as rows, open_atomically(file) as stream:
            count = write(stream, rows)
    show_record({"file": str(file), "rows": count}, output_format)


def _write_json_lines(stream: BinaryIO, rows: Iterable[AuditRow]) -> int:
    return _each(rows, lambda view: stream.write(json.dumps(view, ensure_ascii=False).encode() + b"\n"))


def _write_csv(stream: BinaryIO, rows: Iterable[AuditRow]) -> int:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, AUDIT_FIELDS)
    writer.writeheader()
    count = _each(rows, writer.writerow)
    text.detach()
    return count


def _each(rows: Iterable[AuditRow], put: Callable[[dict[str, Any]], object]) -> int:
    count = 0
    with progress("Exporting") as bar:
        for count, row in enumerate(rows, start=1):
            put(view_audit_row(row))
            if count % _SHOW_EVERY == 0:
                bar(count, count)
    return count


_WRITERS = {".jsonl": _write_json_lines, ".csv": _write_csv}
