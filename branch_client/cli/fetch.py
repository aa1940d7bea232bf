"""``ridgekey-branch fetch``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import (
    RetriesOption,
    ScanOption,
    UserArgument,
    home_of,
    parse_user,
)
from branch_client.cli.holding import holding_home
from branch_client.cli.standard_output import DASH
from branch_client.conversation import Fetched, Terms, fetch_on
from branch_client.gathering import Gathered, Gathering, Outcome, Wanted, is_pattern
from branch_client.renewal import kept_valid
from shared.ciphers import INNER_CIPHERS
from shared.errors import OK, Code, Failure
from shared.protocol.verification import Mode
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_items, show_record
from shared.terminal.progress import progress
from shared.terminal.signals import ending_interrupts
from shared.tracing.opening import BRANCH, tracing

_INNER = f"{', '.join(INNER_CIPHERS[:-1])} or {INNER_CIPHERS[-1]}"

EXAMPLE = "ridgekey-branch fetch 17 xray-7 --scan right_index.png -o out.png"
COLUMNS = ("image", "outcome", "n", "finger", "bytes", "file", "message")

ImagesArgument = Annotated[
    list[str] | None,
    typer.Argument(help="IDs of images, or patterns such as 'xray-*', quoted.", metavar="IMAGE"),
]
OutputOption = Annotated[
    Path,
    option("--output", "-o", help="Where the image goes; a folder for several.", metavar="FILE|FOLDER"),
]
InnerOption = Annotated[
    str, option("--inner", help=f"Cipher below the sealing: {_INNER}.", metavar="NAME", show_default=True)
]
SuiteOption = Annotated[str | None, option("--suite", help="Offer this cipher suite only.", metavar="NAME")]
SealedOption = Annotated[
    bool, option("--sealed", help="Keep it encrypted here; `open` makes the key again from the print.")
]

_ARRIVED = (
    "user",
    "n",
    "epoch",
    "counter",
    "finger",
    "bytes",
    "sha256",
    "suite",
    "inner",
    "verification",
    "attempt",
    "seconds",
)


@holding_home
def fetch_images(
    user: UserArgument,
    images: ImagesArgument = None,
    *,
    output: OutputOption,
    everything: Annotated[bool, option("--all", help="Fetch every image released to the user.")] = False,
    sealed: SealedOption = False,
    force: Annotated[
        bool, option("--force", help="Fetch again what the folder has, and replace it.")
    ] = False,
    inner: InnerOption = "none",
    suite: SuiteOption = None,
    scan: ScanOption = None,
    retries: RetriesOption = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Fetch images: regenerate each message's key, open the stream, write the file whole or not at all.

    Several go into a folder; those that it has are not fetched again, and the exit code is that of the worst.
    """
    number, names, terms = parse_user(user), images or [], Terms(inner, suite, scan, sealed)
    if not names and not everything:
        raise Failure(Code.INVALID_INPUT, "Name an image, or say --all for every one that is released.")
    if output == DASH:  # delivered is what lies in a file, and the receipt says so (protocol §3.13)
        sentence = (
            "A fetch goes into a file: name one; `open FILE -o -` hands what --sealed keeps to a program."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="output")
    branch = kept_valid(open_branch(home_of(home)), note)
    if retries is not None:
        branch = replace(branch, config=branch.config.model_copy(update={"attempts": retries + 1}))
    with ending_interrupts(), tracing(branch.config.otel_endpoint, BRANCH, _say_lost) as tracer:
        branch = replace(branch, tracer=tracer)
        if everything or len(names) > 1 or is_pattern(names[0]):
            wanted = Wanted(names, everything, output, force)
            raise typer.Exit(_fetch_several(branch, number, wanted, terms, output_format))
        _fetch_one(branch, number, names[0], terms, output, output_format)


def _say_lost() -> None:
    note("The traces of this command were not taken; its images are none the worse.")


def _fetch_one(
    branch: Branch, user: int, image: str, terms: Terms, output: Path, output_format: Format | None
) -> None:
    with progress(f"Fetching {image}") as line:
        fetched = fetch_on(replace(branch, progress=line), user, image, terms, output)
    show_record({**fetched.summary(), **({"sealed": True} if terms.sealed else {})}, output_format)
    _note_unseen_scan(terms, fetched)
    if terms.sealed:
        note(f"{output} is written, sealed; `ridgekey-branch open` shows the image.")
    else:
        note(f"{output} is written; it equals what the head office stored.")


def _fetch_several(
    branch: Branch, user: int, wanted: Wanted, terms: Terms, output_format: Format | None
) -> int:
    """The exit code of the worst; what was done is told also when the run is broken off."""
    rows: list[Gathered] = []
    try:
        with progress(f"Fetching for user {user}") as line:
            gathering = Gathering(replace(branch, progress=line), user, wanted, terms)
            settled, due = gathering.plan()
            rows += settled
            fetching = gathering.fetch(due)
            for count, each in enumerate(due, 1):
                line.begin(f"Fetching {each.image}, {count} of {len(due)}")
                rows.append(next(fetching))
    except KeyboardInterrupt:
        if rows or resolve(output_format) is Format.JSON:  # a program reads an answer in any case
            _show(rows, terms, output_format)
        raise
    _show(rows, terms, output_format)
    return max((row.exit_code for row in rows), default=OK)


def _show(rows: list[Gathered], terms: Terms, output_format: Format | None) -> None:
    show_items(COLUMNS, [_item(row) for row in rows], output_format)
    for fetched in [row.fetched for row in rows if row.fetched is not None][:1]:
        _note_unseen_scan(terms, fetched)
    counts = {outcome: [row.outcome for row in rows].count(outcome) for outcome in Outcome}
    if rows:
        note(f"{', '.join(f'{count} {outcome}' for outcome, count in counts.items() if count)}.")
    if counts[Outcome.NOT_TRIED]:
        note("The next ones would have failed too; the same command goes on where this one stopped.")


def _item(row: Gathered) -> dict[str, Any]:
    failure, arrived = row.failure, row.fetched
    return {
        "image": row.image,
        "outcome": row.outcome.value,
        "file": None if row.path is None else str(row.path),
        **{name: None if arrived is None else arrived.summary()[name] for name in _ARRIVED},
        "reason": None if failure is None else failure.code.value,
        "message": None if failure is None else failure.sentence,
    }


def _note_unseen_scan(terms: Terms, fetched: Fetched) -> None:
    if terms.scan is not None and fetched.verification == Mode.NONE:
        note("The head office asks for no scan, so nobody looked at the one that was given.")
