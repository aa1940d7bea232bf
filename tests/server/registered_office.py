"""A head office on a real SQLite file with a few branches, users and images, for tests of the services.

Enrolments are rows only: what needs prints and a model makes its own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from server.bootstrap.head_office import assemble
from server.bootstrap.schema import creating_database
from server.config import load_config
from server.ports import (
    BranchRecord,
    BranchStatus,
    Clock,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Office,
    Release,
)
from server.services.exchange import Reservation, Terms, admit, release, reserve
from shared.crypto.signatures import make_signing_key
from shared.identifiers import Finger, Identity, Role
from shared.protocol.messages import CheckpointReference, Hello
from shared.stores.home import Home, HomeKind
from shared.stores.keyring import LOG, Keyring
from tests.databases import RECORD, new_database
from tests.replay_randomness import ReplayRandomness
from tests.server.settable_clock import SettableClock

DOMAIN = "ridgekey.internal"
BASRA = Identity(DOMAIN, Role.BRANCH, "basra")
MOSUL = Identity(DOMAIN, Role.BRANCH, "mosul")
CERTIFICATE = {name: hashlib.sha256(name.encode()).digest() for name in ("basra", "mosul")}
MODEL = hashlib.sha256(b"model").digest()
FINGERS = (Finger.LEFT_INDEX, Finger.LEFT_THUMB, Finger.RIGHT_INDEX)
TLS_GROUP = "X25519MLKEM768"


def open_office(folder: Path, clock: Clock | None = None, **settings: Any) -> Office:
    """Open (and first make) the office of a folder; ``settings`` override the configuration."""
    key = folder / "secrets" / "master.key"
    if not key.exists():
        _make_database(folder)
        key.parent.mkdir()
        key.write_bytes(bytes(32))
        key.chmod(0o600)
        _make_log_key(folder)
    home = Home(folder, HomeKind.HEAD_OFFICE, {})
    plain = {"model": MODEL.hex(), "verification": "off", **_record(folder)}
    config = load_config(folder, {**plain, **settings})
    return assemble(home, config, clock=clock or SettableClock(), randomness=ReplayRandomness(str(folder)))


def _make_database(folder: Path) -> None:
    """The tables, in the file of the folder or in a database that its record names."""
    url = new_database()
    if url is not None:
        (folder / RECORD).write_text(json.dumps({"database_url": url}))
    with creating_database(load_config(folder, _record(folder))):
        pass


def _record(folder: Path) -> dict[str, Any]:
    file = folder / RECORD
    record: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return record


def _make_log_key(folder: Path) -> None:
    """The key that checkpoints are signed with."""
    home, randomness = Home(folder, HomeKind.HEAD_OFFICE, {}), ReplayRandomness("log key")
    home.keys.mkdir()
    with home.master_key() as master, make_signing_key(randomness) as key:
        Keyring(home, master, randomness).put_secret(LOG, key)


def register(office: Office) -> None:
    """Users 17 (granted to both branches), 18 (basra only), 19 (nobody); four images."""
    now = office.clock.now()
    with office.database.write() as transaction:
        for branch in (BASRA, MOSUL):
            transaction.branches.add(
                BranchRecord(
                    branch.name,
                    branch.uri,
                    CERTIFICATE[branch.name],
                    BranchStatus.ACTIVE,
                    now,
                    now + timedelta(days=90),
                )
            )
        for user in (17, 18, 19):
            transaction.counters.add(user)
            enrolled = GenerationRecord(user, 1, GenerationStatus.ACTIVE, MODEL, FINGERS, now)
            transaction.generations.add(enrolled)
            transaction.counters.set_generation(user, 1)
        for branch, user in ((BASRA, 17), (MOSUL, 17), (BASRA, 18)):
            transaction.grants.add(branch.name, user, now)
        for image, to in {
            "xray-7": Release(everyone=True),
            "mri-1": Release(users=(17,)),
            "plan-2": Release(branches=("mosul",)),
            "scan-3": Release(users=(18, 19)),
        }.items():
            transaction.images.add(ImageRecord(image, 1000, "image/png", now, to))


def re_enrol(office: Office, user: int, generation: int) -> None:
    """Put a user's next generation in force, as rows only."""
    with office.database.write() as transaction:
        active = GenerationRecord(
            user, generation, GenerationStatus.ACTIVE, MODEL, FINGERS, office.clock.now()
        )
        transaction.generations.add(active)
        transaction.generations.set_status(user, generation - 1, GenerationStatus.TAINTED)
        transaction.counters.set_generation(user, generation)


def hello(number: int = 1, user: int = 17, image: str = "xray-7", **changes: Any) -> Hello:
    """A Hello of the request with this number."""
    request_id = hashlib.sha256(number.to_bytes(8, "big")).digest()[:16]
    plain = Hello(
        versions=(1,),
        suites=("aes-256-gcm", "chacha20-poly1305"),
        inner_ciphers=("none",),
        request_id=request_id,
        user=user,
        image=image,
        client_random=bytes(32),
        generation=1,
        model_digests=(MODEL,),
        mark=0,
        checkpoint=CheckpointReference(),
        mlkem_encapsulation_key=bytes(1184),
        x25519_public_key=bytes(32),
    )
    return replace(plain, **changes)


def take_number(office: Office, asked: Hello, branch: Identity = BASRA) -> tuple[Terms, Reservation]:
    """Admit and reserve (T0)."""
    terms = admit(office, branch, asked)
    return terms, reserve(office, branch, asked, terms)


def release_image(office: Office, asked: Hello, branch: Identity = BASRA) -> tuple[Reservation, int]:
    """Admit, reserve and release (T0 and T1); the reservation and the attempt."""
    terms, reservation = take_number(office, asked, branch)
    return reservation, release(office, branch, asked, terms, reservation, TLS_GROUP)


def events(office: Office) -> list[tuple[str, int | None]]:
    """Event and message number of every audit row, oldest first."""
    with office.database.read() as transaction:
        return [(row.entry.event.value, row.entry.n) for row in transaction.audit.tail(10**6)]
