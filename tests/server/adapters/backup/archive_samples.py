"""What the tests of archives share: two keys, a manifest, and why an archive is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.adapters.backup.manifest import Manifest
from server.adapters.backup.reading import reading
from shared.crypto.data_key import check_value
from shared.crypto.secret import Secret
from shared.errors import Failure

MASTER, OTHER = Secret(b"m" * 32), Secret(b"o" * 32)
SAID = Manifest(
    made_at="2026-05-03T02:30:00Z",
    release="0.1.0",
    schema="0006",
    database="sqlite",
    trust_domain="ridgekey.internal",
    authority="aa" * 32,
    master_key=check_value(MASTER).hex(),
    vault=True,
    audit_rows=7,
    log="bb" * 32,
    signed_rows=5,
    root="cc" * 32,
    highest_number=40,
    images=1,
    enrolments=0,
    removed=("images/gone",),
)


def nothing_told(done: int, total: int) -> None:
    """Progress that nobody sees."""


def refusal(path: Path, master: Secret = MASTER) -> Failure:
    """Why an archive is refused, in a sentence that names it or its list."""
    with pytest.raises(Failure) as caught, reading(path, nothing_told) as archive:
        archive.authenticate(master)
    assert str(path) in caught.value.sentence or "list of what" in caught.value.sentence
    return caught.value
