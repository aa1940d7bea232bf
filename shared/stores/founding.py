"""Founds the home of somebody who is to be admitted: its keys, and the request for the head office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.crypto.randomness import Randomness
from shared.crypto.signed_papers import request_fingerprint
from shared.stores.atomic import check_writable, write_file
from shared.stores.home import HomeKind
from shared.stores.keyring import Keyring
from shared.stores.new_home import create_home


@dataclass(frozen=True)
class Founded:
    """A new home: where it is, whose, and what the head office is to compare."""

    home: Path
    name: str
    request: Path
    fingerprint: str


def found_home(
    path: Path,
    kind: HomeKind,
    name: str,
    request: Path | None,
    randomness: Randomness,
    make_keys: Callable[[Keyring], bytes],
) -> Founded:
    """Make a home with its keys, and write the request to be admitted.

    Args:
        path: the state folder to make.
        kind: whose home it is.
        name: the holder's name, which was parsed.
        request: where the request goes besides; in the home as ``<name>.request`` it always is.
        randomness: for the keys.
        make_keys: puts keys into the keyring and returns the request that they sign.

    Raises:
        Failure: ``INVALID_INPUT`` for a file that cannot be written; ``CONFLICT`` when there is a home.
    """
    if request is not None:
        check_writable(request)
    with create_home(path, kind, {"name": name}, randomness) as made:
        with made.master_key() as master:
            data = make_keys(Keyring(made, master, randomness))
        write_file(made.root / f"{name}.request", data)
        if request is not None:
            write_file(request, data)
    root = path.expanduser().resolve()
    return Founded(root, name, request or root / f"{name}.request", request_fingerprint(data))
