"""What a backup says of itself: of which head office it is, of which moment, and the digest of all it holds.

An archive is a tar of regular files. The first, ``ridgekey-backup.json``, names format and release, so that
one of a newer release is refused before it is read. The last two are ``manifest.json``, which lists every
member before it with size and SHA-256, and ``manifest.mac``, its HMAC under a key that is derived from the
master key: who has no master key can see that an archive is whole, and who has it, that nobody changed it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from shared.crypto.key_schedule import expand, mac
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure

FORMAT = 1

OPENING, MANIFEST, MAC = "ridgekey-backup.json", "manifest.json", "manifest.mac"
"""The members that are about the archive itself."""

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = {SQLITE: "database.sqlite3", POSTGRESQL: "database.pgdump"}
"""By kind of database the member that holds it."""

MASTER_KEY = "master-key.sealed"
HOME, SETTINGS = "home", "settings"
CERTIFICATES, KEYS, BRANCHES, MODELS = "certificates", "keys", "branches", "models"
ENROLMENTS, IMAGES = "enrolments", "images"
PARTS = (HOME, SETTINGS, CERTIFICATES, KEYS, BRANCHES, MODELS, ENROLMENTS, IMAGES)
"""The folders of an archive."""

_ALONE = frozenset({OPENING, MASTER_KEY, *DATABASES.values()})
_LEAF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}", re.ASCII)


@dataclass(frozen=True)
class Member:
    """Size and SHA-256 (hexadecimal) of one file of an archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup is of.

    Attributes:
        made_at: when the database was copied, ISO 8601, UTC.
        release: of the program that made it.
        schema: the revision of the database.
        database: its kind.
        trust_domain: of the head office.
        authority: SHA-256 of the authority's certificate (hexadecimal).
        master_key: check value of the master key (hexadecimal), which tells nothing of the key.
        vault: whether images and enrolments are in it.
        audit_rows: the number of the newest audit row.
        log, signed_rows, root: the newest checkpoint (hexadecimal): of which log, of how many rows.
        highest_number: the highest message number that any user had.
        images, enrolments: how many the database names that the vault has to hold.
        removed: what was removed while the backup was made, after the database was copied.
        damaged: what the database names and the vault could not give whole.
        members: every file before the manifest, by name.
    """

    made_at: str
    release: str
    schema: str
    database: str
    trust_domain: str
    authority: str
    master_key: str
    vault: bool
    audit_rows: int
    log: str
    signed_rows: int
    root: str
    highest_number: int
    images: int
    enrolments: int
    removed: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    members: Mapping[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def encode(self) -> bytes:
        """The bytes of ``manifest.json``."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """Read ``manifest.json``.

        Raises:
            Failure: ``INTEGRITY`` when it is none.
        """
        try:
            said = json.loads(data)
            members = {name: Member(**each) for name, each in said.pop("members").items()}
            removed, damaged = tuple(said.pop("removed")), tuple(said.pop("damaged"))
            read = cls(**said, removed=removed, damaged=damaged, members=members)
            if not read._has_its_types():
                raise TypeError
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Failure(Code.INTEGRITY, "The list of what the backup holds is damaged.") from None
        return read

    def _has_its_types(self) -> bool:
        kinds = {"str": str, "int": int, "bool": bool}
        plain = [(getattr(self, each.name), kinds.get(str(each.type))) for each in fields(self)]
        listed = (*self.removed, *self.damaged)
        return all(type(value) is kind for value, kind in plain if kind) and all(
            isinstance(each, str) for each in listed
        )

    def mac(self, master: Secret) -> bytes:
        """What only the holder of the master key can say of these bytes, 32 bytes."""
        with expand(master, lv(Label.BACKUP)) as key:
            return mac(key, self.encode())


def encode_opening(release: str) -> bytes:
    """The bytes of the first member."""
    return (json.dumps({"format": FORMAT, "release": release}, sort_keys=True) + "\n").encode()


def require_readable(opening: bytes, what: str) -> None:
    """Check that this release reads a backup that begins like this.

    Raises:
        Failure: ``HOME_INVALID`` when a newer release made it; ``INVALID_INPUT`` when it is no backup.
    """
    said = _opening(opening)
    version, release = said.get("format"), said.get("release")
    if isinstance(version, bool) or not isinstance(version, int) or not isinstance(release, str):
        raise no_backup(what)
    if version > FORMAT:
        sentence = (
            f"{what} was made by a newer release (format {version}, this one knows {FORMAT}); update this "
            "program."
        )
        raise Failure(Code.HOME_INVALID, sentence)


def no_backup(what: str) -> Failure:
    """It is not such a file at all."""
    return Failure(Code.INVALID_INPUT, f"{what} is no backup that `ridgekey db backup` wrote.")


def is_member(name: str) -> bool:
    """Whether an archive may hold a file of that name: in one of the folders, or one that stands alone."""
    part, slash, leaf = name.partition("/")
    if not slash:
        return name in _ALONE
    return part in PARTS and _LEAF.fullmatch(leaf) is not None and ".." not in leaf


def _opening(data: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):  # nested without end
        return {}
    return said if isinstance(said, dict) else {}
