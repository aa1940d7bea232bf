"""``ridgekey config rotate-master-key``."""

from __future__ import annotations

from server.bootstrap.rotating import rotate_master_key
from server.cli.office import home_of
from shared.terminal.key_rotation import (
    DOING,
    DryRunOption,
    GenerateOption,
    NewKeyFileOption,
    settle_wish,
    show_rotation,
)
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.progress import progress

EXAMPLE = "ridgekey config rotate-master-key --generate --reason 'the yearly change'"


def rotate(
    new_key_file: NewKeyFileOption = None,
    generate: GenerateOption = False,
    dry_run: DryRunOption = False,
    reason: ReasonOption = "",
    yes: YesOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Put everything under a new master key: data keys are wrapped anew, and no image is rewritten.

    Stop the server first. Cut off at any point, the same command goes on where it stood.
    """
    wish = settle_wish(new_key_file, generate=generate, dry_run=dry_run, yes=yes)
    with progress(DOING) as line:
        done = rotate_master_key(home_of(home), wish, reason, line)
    show_rotation(done, wish, "The head office", output_format)
