"""Changing what a head office uses: what is not audited does not stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap.configuring import use_model, use_verification, use_verifier
from server.ports import Office
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.loopback import ADMIN, make_office
from tests.seeded_networks import TINY_PATH, TINY_VERIFIER_PATH


class NeverCommitting:
    """A database whose disk is full when a transaction ends."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def write(self) -> Iterator[Any]:
        """Everything goes well but the commit."""
        with self._database.write() as transaction:
            yield transaction
            raise Failure(Code.STORAGE_UNAVAILABLE)


def silent(done: int, total: int) -> None:
    """Show no progress."""


def _model(office: Office) -> None:
    use_model(office, str(TINY_PATH), ADMIN, force=False, progress=silent)


def _verifier(office: Office) -> None:
    use_verifier(office, str(TINY_VERIFIER_PATH), ADMIN)


def _verification(office: Office) -> None:
    use_verification(office, "off", ADMIN)


@pytest.mark.parametrize(
    ("setting", "choose"),
    [("model", _model), ("embedding_verifier", _verifier), ("verification", _verification)],
)
def test_a_choice_that_does_not_commit_is_taken_back(
    tmp_path: Path, setting: str, choose: Callable[[Office], None]
) -> None:
    office = make_office(tmp_path / "office")
    home = tmp_path / "office"
    before = open_home(home, HomeKind.HEAD_OFFICE).record.get(setting)
    with pytest.raises(Failure) as refused:
        choose(replace(office, database=NeverCommitting(office.database)))
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert open_home(home, HomeKind.HEAD_OFFICE).record.get(setting) == before
    choose(office)
    assert open_home(home, HomeKind.HEAD_OFFICE).record[setting] not in (None, before)
    office.database.close()
