"""``ridgekey-branch fetch``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from branch_client.bootstrap import open_branch
from branch_client.cli.arguments import RetriesOption, ScanOption, UserArgument, home_of, parse_user
from branch_client.conversation import fetch
from branch_client.renewal import kept_valid
from shared.ciphers import INNER_CIPHERS
from shared.protocol.verification import Mode
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

_INNER = f"{', '.join(INNER_CIPHERS[:-1])} or {INNER_CIPHERS[-1]}"

EXAMPLE = "ridgekey-branch fetch 17 xray-7 --scan right_index.png -o out.png"


def fetch_image(
    user: UserArgument,
    image: Annotated[str, typer.Argument(help="The image's ID.", metavar="IMAGE")],
    output: Annotated[Path, option("--output", "-o", help="Where the image goes.", metavar="FILE")],
    inner: Annotated[
        str,
        option("--inner", help=f"Cipher below the sealing: {_INNER}.", metavar="NAME", show_default=True),
    ] = "none",
    suite: Annotated[
        str | None,
        option("--suite", help="Offer this cipher suite only.", metavar="NAME"),
    ] = None,
    scan: ScanOption = None,
    retries: RetriesOption = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Fetch an image: regenerate the message's key, open the stream, write the file whole or not at all."""
    number = parse_user(user)
    branch = kept_valid(open_branch(home_of(home)), note)
    if retries is not None:
        branch = replace(branch, config=branch.config.model_copy(update={"attempts": retries + 1}))
    with progress(f"Fetching {image}") as line:
        fetched = fetch(
            replace(branch, progress=line),
            number,
            image,
            output=output,
            inner=inner,
            suite=suite,
            scan=scan,
        )
    show_record(fetched.summary(), output_format)
    if scan is not None and fetched.verification == Mode.NONE:
        note("The head office asks for no scan, so nobody looked at the one that was given.")
    note(f"{output} is written; it equals what the head office stored.")
