"""The state folder of a head office or a branch: made whole or not at all, recognised before it is used.

A home is a folder with one record file, ``head-office.json`` or ``branch.json``, that names its kind and the
format's version. Folders are 0700, files 0600. The master key is ``secrets/master.key`` unless
the settings name another source (:mod:`shared.stores.master_key`).
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.atomic import refusal, write_file
from shared.stores.master_key import KeySource, find_key_source

FORMAT_VERSION = 1

RecordValue = str | int | bool | None


class HomeKind(enum.StrEnum):
    """Whose state a home holds."""

    HEAD_OFFICE = "head-office"
    BRANCH = "branch"

    @property
    def owner(self) -> str:
        """The word for people."""
        return "head office" if self is HomeKind.HEAD_OFFICE else "branch"

    @property
    def record_name(self) -> str:
        """The name of the record file."""
        return f"{self.value}.json"

    @property
    def program(self) -> str:
        """The command that makes and uses such a home."""
        return "ridgekey" if self is HomeKind.HEAD_OFFICE else "ridgekey-branch"

    @property
    def default_root(self) -> Path:
        """Where the home lies when nobody says otherwise.

        Raises:
            Failure: ``INVALID_INPUT`` when this account has no home folder.
        """
        return expand(Path("~") / ".local" / "share" / "ridgekey" / self.value)


@dataclass(frozen=True)
class Home:
    """An existing home: where it is and what its record says."""

    root: Path
    kind: HomeKind
    record: Mapping[str, RecordValue]

    @property
    def keys(self) -> Path:
        """Folder of sealed private keys."""
        return self.root / "keys"

    @property
    def certificates(self) -> Path:
        """Folder of certificates, which are public."""
        return self.root / "certificates"

    @property
    def enrolments(self) -> Path:
        """Folder of sealed enrolments."""
        return self.root / "enrolments"

    @property
    def images(self) -> Path:
        """Folder of sealed images (head office)."""
        return self.root / "images"

    @property
    def branches(self) -> Path:
        """Folder of the branches' requests and admissions (head office)."""
        return self.root / "branches"

    @property
    def models(self) -> Path:
        """Folder of the models and verifiers that were added; there is none before the first."""
        return self.root / "models"

    @property
    def database(self) -> Path:
        """The SQLite file (head office)."""
        return self.root / "database.sqlite3"

    def text(self, name: str) -> str:
        """A text of the record.

        Raises:
            Failure: ``HOME_INVALID`` when the record has no such text.
        """
        value = self.record.get(name)
        if not isinstance(value, str):
            raise Failure(Code.HOME_INVALID, f"{self.root / self.kind.record_name} lacks {name!r}.")
        return value

    @cached_property
    def key_source(self) -> KeySource:
        """Where the master key comes from.

        Raises:
            Failure: ``INVALID_INPUT`` when the settings name no source, or more than one.
        """
        return find_key_source(self.root)

    def master_key(self) -> Secret:
        """Read the master key (32 bytes); the caller wipes it.

        Raises:
            Failure: ``HOME_INVALID`` when it cannot be had or is not a key, or when the home's own file is
                open to others; ``INVALID_INPUT`` as :attr:`key_source`.
        """
        return self.key_source.read()


def expand(path: Path) -> Path:
    """The path with its leading ``~`` replaced.

    Raises:
        Failure: ``INVALID_INPUT`` when that account is unknown or has no home folder.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        sentence = "This account has no home folder; name the state folder with --home."
        raise Failure(Code.INVALID_INPUT, sentence) from None


def open_home(path: Path, kind: HomeKind) -> Home:
    """Open the home at ``path`` after checking that it is one, of this kind, and of no newer format.

    Raises:
        Failure: ``HOME_INVALID`` with a sentence that says what is there instead and what to do.
    """
    root = expand(path)
    record_path = root / kind.record_name
    try:
        text = record_path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise _not_a_home(root, kind) from None
    except UnicodeDecodeError:
        raise _damaged(record_path) from None
    except (OSError, ValueError) as error:
        raise refusal("read", record_path, error) from None
    return Home(root.resolve(), kind, parse_record(text, record_path, kind))


def parse_record(text: str, record_path: Path, kind: HomeKind) -> dict[str, RecordValue]:
    """Read a home's record.

    Raises:
        Failure: ``HOME_INVALID`` when it is damaged, of another kind, or of a newer format.
    """
    try:
        record = json.loads(text)
    except ValueError:
        raise _damaged(record_path) from None
    if not isinstance(record, dict) or record.get("kind") != kind.value:
        raise _damaged(record_path)
    version = record.get("format")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _damaged(record_path)
    if version > FORMAT_VERSION:
        sentence = (
            f"{record_path.parent} was made by a newer version of RidgeKey (format {version}, this one knows "
            f"{FORMAT_VERSION}); update this program."
        )
        raise Failure(Code.HOME_INVALID, sentence)
    return record


def encode_record(record: Mapping[str, RecordValue]) -> bytes:
    """The bytes of a home's record file."""
    return (json.dumps(dict(record), indent=2, sort_keys=True) + "\n").encode()


def change_record(home: Home, changes: Mapping[str, RecordValue]) -> None:
    """Replace some values of a home's record, durably; the others stay as they are on disk now.

    Raises:
        Failure: ``HOME_INVALID`` or ``LOCAL_FAILURE``; the record is as it was then.
    """
    record = {**open_home(home.root, home.kind).record, **changes}
    write_file(home.root / home.kind.record_name, encode_record(record))


def _not_a_home(root: Path, kind: HomeKind) -> Failure:
    for other in HomeKind:
        if other is not kind and (root / other.record_name).is_file():
            sentence = (
                f"{root} is the home of a {other.owner}, not of a {kind.owner}; name another with --home."
            )
            return Failure(Code.HOME_INVALID, sentence)
    if not root.exists():
        what = f"There is no {kind.owner} home at {root}"
    else:
        what = f"{root} is not the home of a {kind.owner}"
    return Failure(
        Code.HOME_INVALID, f"{what}; create one with `{kind.program} init` or name it with --home."
    )


def _damaged(record_path: Path) -> Failure:
    return Failure(Code.HOME_INVALID, f"{record_path} is damaged; restore it from a backup.")
