"""``ridgekey-branch renew``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from branch_client.cli.views import view_certificate
from branch_client.renewal import ask_by_file, renew
from shared.terminal.formats import Format
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey-branch renew"


@holding_home
def renew_certificate(
    force: Annotated[
        bool, option("--force", help="Renew although more than two thirds of its life are left.")
    ] = False,
    request: Annotated[
        Path | None,
        option("--request", help="Ask by a file instead: for one that has ended.", metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Renew this branch's certificate, with a new key, before it ends.

    `fetch` and `list` do so by themselves once less than a third of its life is left.
    """
    branch = open_branch(home_of(home))
    if request is not None:
        _ask(branch, request, output_format)
        return
    renewed = renew(branch, force=force)
    show_record({"branch": renewed.identity.name, **view_certificate(renewed)}, output_format)


def _ask(branch: Branch, request: Path, output_format: Format | None) -> None:
    asked = ask_by_file(branch, request)
    record = {
        "branch": branch.identity.name,
        "request": str(asked.request),
        "fingerprint": asked.fingerprint,
    }
    show_record(record, output_format)
    note(f"Send {asked.request} to the head office, and read out the fingerprint another way.")
    note(f"It is approved there by `ridgekey branch approve {asked.request.name} --renew`.")
