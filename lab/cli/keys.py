"""``ridgekey-lab keys``: the key tests of paper 003 on the biometric key of one message."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from lab.cli.scipy_extra import require_scipy
from shared.identifiers import IdRange
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import Titled, note, show_record, show_tables
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.batteries.keys.key_report import KeyReport
    from lab.batteries.keys.making import KeyMaker

_USERS = IdRange(1, 999_999)


def keys(
    user: Annotated[str, option("--user", help="The user's ID.", metavar="U")],
    message: Annotated[
        int,
        # The next message's key is made too.
        option(
            "--message",
            help="Its number.",
            min=1,
            max=MAX_MESSAGE_NUMBER - 1,
            metavar="N",
            show_default=True,
        ),
    ] = 1,
    home: HomeOption = None,
    prints: Annotated[
        Path | None,
        option("--prints", help="Instead of an enrolment: a data set that has the user.", metavar="PRINTS"),
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Test the biometric key of a message: entropy, repetition, chi-square, correlations, stability, change.

    The key is made in this process and wiped; only figures are shown. A verdict is a finding and no error.
    """
    require_scipy()
    from lab.batteries.keys.key_report import key_report

    # A core dump would hold keys (protocol §10).
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    maker = _maker(_USERS.parse(user), home, prints)
    with progress("Making keys") as bar:
        report = key_report(maker, message, bar)
    _show(report, output_format)


def _maker(user: int, home: Path | None, prints: Path | None) -> KeyMaker:
    from lab.batteries.keys.key_sources import enrolled_maker, print_set_maker
    from lab.cli.data.loaded import load_shown

    if prints is None:
        return enrolled_maker(home, user)
    return print_set_maker(load_shown(prints, [user]), user)


def _show(report: KeyReport, output_format: Format | None) -> None:
    from lab.batteries.keys.key_report import CAUTION
    from lab.batteries.measurement import PAPER_COLUMNS, tally

    if resolve(output_format) is Format.JSON:
        show_record(report.record(), output_format)
        return
    note(f"User {report.user}, message {report.message}, {report.finger.label}: {report.length:,} bytes.")
    tables = [
        Titled(name, PAPER_COLUMNS, [one.row() for one in found], [tally(found) + "."], {})
        for name, found in report.stages.items()
    ]
    show_tables(tables, output_format)
    note(CAUTION)
