"""What both ends' ``config rotate-master-key`` ask, and what they say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from shared.errors import Code, Failure
from shared.settings.file import is_open_to_others
from shared.stores.key_rotation import Rotation, Wish
from shared.terminal.confirmation import confirm
from shared.terminal.formats import Format
from shared.terminal.options import option
from shared.terminal.output import note, show_record

NewKeyFileOption = Annotated[
    Path | None,
    option("--new-key-file", help="A file that holds the new key, 32 random bytes.", metavar="FILE"),
]
GenerateOption = Annotated[bool, option("--generate", help="Draw the new key here.")]
DryRunOption = Annotated[bool, option("--dry-run", help="Only look whether it would work.")]

DOING = "Looking at every data key, and wrapping it anew"

_QUESTION = "Backups made until now open only with the old key: is a copy of it kept, and shall it change?"


def settle_wish(new_key_file: Path | None, *, generate: bool, dry_run: bool, yes: bool) -> Wish:
    """What a person wants, once they said that they mean it.

    Raises:
        Failure: ``INVALID_INPUT`` for two keys, or when nobody can be asked; ``PERMISSION_DENIED``.
    """
    if new_key_file is not None and generate:
        sentence = "--new-key-file and --generate exclude each other; give one of them."
        raise Failure(Code.INVALID_INPUT, sentence)
    if not dry_run:
        confirm(_QUESTION, yes=yes)
    return Wish(new_key_file, generate, dry_run)


def show_rotation(done: Rotation, wish: Wish, whose: str, output_format: Format | None) -> None:
    """Say what was done, and what is still to be.

    Args:
        done: what came of it.
        wish: what was wanted.
        whose: who uses the key, as the beginning of a sentence.
        output_format: how.
    """
    record = {
        "old_key": done.old,
        "new_key": done.new,
        "rewrapped": done.rewrapped,
        "already_under_it": done.already,
        "resumed": done.resumed,
        "changed": not wish.dry_run,
    }
    show_record(record, output_format)
    if wish.dry_run:
        note("Everything opens, and nothing was changed.")
    elif done.installed:
        note(f"{whose} uses the master key {done.new} from now on; back it up apart from the home.")
    else:
        note(
            f"Everything is under the master key {done.new} now. Let {done.source} give that key before the "
            "next command, and then delete what --new-key-file named."
        )
    if wish.new_key_file is not None and is_open_to_others(wish.new_key_file):
        note(f"Others on this machine may read {wish.new_key_file}; run `chmod 600 {wish.new_key_file}`.")
