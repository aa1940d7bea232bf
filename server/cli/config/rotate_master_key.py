"""``ridgekey config rotate-master-key``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from server.bootstrap.rotating import Rotation, Wish, rotate_master_key
from server.cli.office import home_of
from shared.errors import Code, Failure
from shared.settings.file import is_open_to_others
from shared.terminal.confirmation import confirm
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey config rotate-master-key --generate --reason 'the yearly change'"

_QUESTION = "Backups made until now open only with the old key: is a copy of it kept, and shall it change?"


def rotate(
    new_key_file: Annotated[
        Path | None,
        option("--new-key-file", help="A file that holds the new key, 32 random bytes.", metavar="FILE"),
    ] = None,
    generate: Annotated[bool, option("--generate", help="Draw the new key here.")] = False,
    dry_run: Annotated[bool, option("--dry-run", help="Only look whether it would work.")] = False,
    reason: ReasonOption = "",
    yes: YesOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Put everything under a new master key: data keys are wrapped anew, and no image is rewritten.

    Stop the server first. Cut off at any point, the same command goes on where it stood.
    """
    if new_key_file is not None and generate:
        sentence = "--new-key-file and --generate exclude each other; give one of them."
        raise Failure(Code.INVALID_INPUT, sentence)
    if not dry_run:
        confirm(_QUESTION, yes=yes)
    wish = Wish(new_key_file, generate, reason, dry_run)
    with progress("Looking at every data key, and wrapping it anew") as line:
        done = rotate_master_key(home_of(home), wish, line)
    show_record(_view(done, dry_run=dry_run), output_format)
    _say_what_is_next(done, dry_run=dry_run)
    if new_key_file is not None and is_open_to_others(new_key_file):
        note(f"Others on this machine may read {new_key_file}; run `chmod 600 {new_key_file}`.")


def _view(done: Rotation, *, dry_run: bool) -> dict[str, Any]:
    return {
        "old_key": done.old,
        "new_key": done.new,
        "rewrapped": done.rewrapped,
        "already_under_it": done.already,
        "resumed": done.resumed,
        "changed": not dry_run,
    }


def _say_what_is_next(done: Rotation, *, dry_run: bool) -> None:
    if dry_run:
        note("Everything opens, and nothing was changed.")
    elif done.installed:
        note(f"The head office uses the master key {done.new} from now on; back it up apart from the home.")
    else:
        note(
            f"Everything is under the master key {done.new} now. Let {done.source} give that key before the "
            "next command, and then delete what --new-key-file named."
        )
