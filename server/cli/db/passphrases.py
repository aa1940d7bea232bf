"""The passphrase that a backup's master key is sealed under: from a file, or typed at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.backup.keys import GivenKey
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.settings.file import is_open_to_others, read_secret
from shared.terminal.options import option

PassphraseOption = Annotated[
    Path | None,
    option(
        "--passphrase-file",
        help="A file with the passphrase that seals the master key in the backup.",
        metavar="FILE",
    ),
]
KeyFileOption = Annotated[
    Path | None,
    option("--key-file", help="A file with the master key that was kept apart.", metavar="FILE"),
]


def passphrase_in(file: Path) -> Secret:
    """The passphrase in a file, which nobody else may read; the caller wipes it.

    Raises:
        Failure: ``INVALID_INPUT`` when the file cannot be read, holds none, or is open to others.
    """
    try:
        text = read_secret(file)
        exposed = is_open_to_others(file)
    except ValueError as error:
        raise Failure(Code.INVALID_INPUT, f"{error}.", field="passphrase_file") from None
    if exposed:
        sentence = f"Others on this machine can read {file}; run `chmod 600 {file}`."
        raise Failure(Code.INVALID_INPUT, sentence, field="passphrase_file")
    return Secret(text.encode())


def new_passphrase(file: Path | None) -> Secret:
    """A passphrase to seal with: that of a file, else one that a person types twice.

    Raises:
        Failure: ``INVALID_INPUT`` as :func:`passphrase_in`, or when nobody can be asked.
    """
    if file is not None:
        return passphrase_in(file)
    if not sys.stdin.isatty():
        sentence = (
            "The master key goes into a backup under a passphrase alone; name one with --passphrase-file."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="passphrase_file")
    typed = typer.prompt("Passphrase of the master key", hide_input=True, confirmation_prompt=True, err=True)
    return Secret(str(typed).encode())


def key_given(key_file: Path | None, passphrase_file: Path | None) -> GivenKey:
    """What the command line says about the master key of a backup.

    Raises:
        Failure: ``INVALID_INPUT`` as :func:`passphrase_in`, or when it says two things.
    """
    if key_file is not None and passphrase_file is not None:
        raise Failure(Code.INVALID_INPUT, "--key-file and --passphrase-file exclude each other; give one.")
    passphrase = None if passphrase_file is None else passphrase_in(passphrase_file)
    ask: Callable[[], Secret] | None = _ask if sys.stdin.isatty() else None
    return GivenKey(key_file, passphrase, ask)


def _ask() -> Secret:
    typed = typer.prompt("Passphrase of the master key in the backup", hide_input=True, err=True)
    return Secret(str(typed).encode())
