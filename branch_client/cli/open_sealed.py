"""``ridgekey-branch open``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import ForceOption, ScanOption, home_of
from branch_client.cli.holding import holding_home
from branch_client.cli.standard_output import DASH, require_reader, show_beside
from branch_client.opening import Opened, open_sealed_image
from branch_client.viewing import view, viewer_command
from shared.errors import OK, Code, Failure
from shared.stores.atomic import check_writable, make_folder, write_file
from shared.terminal.formats import Format, resolve
from shared.terminal.half_blocks import show_picture
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_items, show_record, write_bytes
from shared.terminal.signals import ending_interrupts

EXAMPLE = "ridgekey-branch open xray-7.sealed -o xray-7.png"
COLUMNS = ("file", "image", "user", "finger", "bytes", "output", "message")

_OPENED = (
    "user",
    "image",
    "n",
    "generation",
    "finger",
    "media_type",
    "bytes",
    "sha256",
    "verification",
    "output",
)
_FAILED = ("reason", "message")

Delivery = Callable[[Opened], Path | None]
"""Takes an opened image to where a person wants it; the file that it is then in, if any."""

_ENDS_THE_RUN = frozenset({Code.FINGER_REFUSED, Code.LOCKED_OUT, Code.LOCAL_FAILURE})
"""After these the next file would be refused too, and a scan count as one more attempt."""


FilesArgument = Annotated[list[Path], typer.Argument(help="What `fetch --sealed` wrote.", metavar="FILE")]
OutputOption = Annotated[
    Path | None,
    option("--output", "-o", help="Where the image goes: a file or -, a folder for several.", metavar="OUT"),
]
ViewOption = Annotated[
    bool, option("--view", help="Hand it to a viewer, through a file that goes when the viewer ends.")
]
ViewerOption = Annotated[
    str | None,
    option("--viewer", help="The viewer's command, which must wait; {} is the file.", metavar="COMMAND"),
]


@holding_home
def open_files(
    files: FilesArgument,
    output: OutputOption = None,
    view_: ViewOption = False,
    show: Annotated[bool, option("--show", help="Draw it in the terminal.")] = False,
    viewer: ViewerOption = None,
    scan: ScanOption = None,
    force: ForceOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Open images that were fetched with --sealed; the head office is not asked.

    The key comes from the enrolled print at this branch; nothing is written before an image has verified.
    """
    if [output is not None, view_, show].count(True) != 1:
        raise Failure(Code.INVALID_INPUT, "Say where the image goes: one of -o OUT, --view and --show.")
    if show and resolve(output_format) is Format.JSON:
        raise Failure(Code.INVALID_INPUT, "--show draws for people: it takes a terminal, and no JSON.")
    branch = open_branch(home_of(home))
    deliver: Delivery = _draw
    if output == DASH:
        require_reader(several=len(files) > 1)
        deliver = _to_stdout
    elif output is not None:
        deliver = _into(output, several=len(files) > 1, force=force)
    elif view_:
        deliver = _through(viewer_command(viewer))
    with ending_interrupts():
        if len(files) == 1:
            record = _record(files[0], *_opened(branch, files[0], scan, deliver))
            if output == DASH:
                show_beside(record, output_format)
            elif not show:
                show_record(record, output_format)
            return
        rows, exit_code = _opened_all(branch, files, scan, deliver)
    _show_rows(rows, output_format, drawn=show)
    raise typer.Exit(exit_code)


def _show_rows(rows: list[dict[str, Any]], output_format: Format | None, *, drawn: bool) -> None:
    """A table after pictures would only push them off the screen; what failed is told nevertheless."""
    if not drawn:
        show_items(COLUMNS, rows, output_format)
        return
    for message in [row["message"] for row in rows if row["message"] is not None]:
        note(message)


def _opened_all(
    branch: Branch, files: list[Path], scan: Path | None, deliver: Delivery
) -> tuple[list[dict[str, Any]], int]:
    """A row for each file, and the exit code of the worst."""
    rows: list[dict[str, Any]] = []
    exit_code = OK
    for file in files:
        try:
            rows.append({**_record(file, *_opened(branch, file, scan, deliver)), **dict.fromkeys(_FAILED)})
        except Failure as failure:
            said = dict(zip(_FAILED, (failure.code.value, failure.sentence), strict=True))
            rows.append({"file": str(file), **dict.fromkeys(_OPENED), **said})
            exit_code = max(exit_code, failure.exit_code)
            if failure.code in _ENDS_THE_RUN:
                break
    return rows, exit_code


def _opened(branch: Branch, file: Path, scan: Path | None, deliver: Delivery) -> tuple[Opened, Path | None]:
    opened = open_sealed_image(branch, file, scan)
    return opened, deliver(opened)


def _record(file: Path, opened: Opened, output: Path | None) -> dict[str, Any]:
    return {"file": str(file), **opened.summary(), "output": None if output is None else str(output)}


def _into(output: Path, *, several: bool, force: bool) -> Delivery:
    """Write each to a file, or into a folder under its own name."""
    if several:
        make_folder(output)
    folder = output.is_dir()
    if not folder:
        check_writable(output)
        if output.exists() and not force:
            raise _taken(output)

    def write(opened: Opened) -> Path:
        target = output / opened.file_name if folder else output
        try:
            write_file(target, opened.data, replace=force)
        except Failure as failure:
            raise _taken(target) if failure.code is Code.CONFLICT else failure from None
        return target

    return write


def _through(command: list[str]) -> Delivery:
    def show(opened: Opened) -> None:
        note(f"{command[0]} shows {opened.image} of user {opened.user}; it is gone when that ends.")
        view(opened.data, opened.file_name, command)

    return show


def _draw(opened: Opened) -> None:
    show_picture(opened.data)


def _to_stdout(opened: Opened) -> None:
    write_bytes(opened.data)


def _taken(path: Path) -> Failure:
    return Failure(Code.CONFLICT, f"{path} exists already; choose another name, or replace it with --force.")
