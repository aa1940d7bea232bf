"""``ridgekey-branch config rotate-master-key``."""

from __future__ import annotations

from contextlib import nullcontext

from branch_client.cli.arguments import home_of
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind, open_home
from shared.stores.key_rotation import NoChronicle, rotate
from shared.terminal.key_rotation import (
    DOING,
    DryRunOption,
    GenerateOption,
    NewKeyFileOption,
    settle_wish,
    show_rotation,
)
from shared.terminal.options import FormatOption, HomeOption, YesOption
from shared.terminal.progress import progress

EXAMPLE = "ridgekey-branch config rotate-master-key --generate"


def rotate_key(
    new_key_file: NewKeyFileOption = None,
    generate: GenerateOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Put this branch's keys and enrolments under a new master key; the head office is not asked.

    Images that were kept with --sealed open as before: their keys come from the finger. Cut off at any point,
    the same command goes on where it stood.
    """
    opened = open_home(home_of(home), HomeKind.BRANCH)
    wish = settle_wish(new_key_file, generate=generate, dry_run=dry_run, yes=yes)
    with progress(DOING) as line:
        done = rotate(opened, wish, lambda: nullcontext(NoChronicle()), line, SystemRandomness())
    show_rotation(done, wish, "This branch", output_format)
