"""Changing what a head office uses: what is not audited is never in force, what is audited always is."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap.configuring import use_model, use_verification, use_verifier
from server.bootstrap.head_office import open_head_office
from server.ports import Office
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.command_lines import as_process
from tests.loopback import ADMIN, audit, make_office
from tests.seeded_networks import TINY_PATH, TINY_VERIFIER_PATH, tiny_verifier


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
    assert not list(home.glob("intended*"))
    assert open_home(home, HomeKind.HEAD_OFFICE).record[setting] not in (None, before)
    office.database.close()


def verification_of(home: Path) -> tuple[str, bool]:
    """What a head office that is opened now demands, and whether the audit has it."""
    office = open_head_office(home)
    events = [row.entry.reason for row in audit(office)]
    office.database.close()
    assert not list(home.glob("intended*"))
    return office.config.verification, "verification off: a test" in events


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param("before", ("embedding", False), id="before the commit"),
        pytest.param("after", ("off", True), id="after the commit"),
    ],
)
def test_a_choice_whose_process_is_killed_is_audited_or_not_in_force(
    tmp_path: Path, where: str, expected: tuple[str, bool]
) -> None:
    home = tmp_path / "office"
    make_office(home).database.close()
    killed = as_process("tests.server.choosing_process", home, where)
    assert killed.code == -signal.SIGKILL, killed.err
    assert "verification" not in open_home(home, HomeKind.HEAD_OFFICE).record
    assert verification_of(home) == expected
    assert verification_of(home) == expected


def test_a_choice_that_waits_is_settled_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / "office"
    office = make_office(home)  # opened before, as by another administrator
    assert as_process("tests.server.choosing_process", home, "after").code == -signal.SIGKILL
    use_verifier(office, str(TINY_VERIFIER_PATH), ADMIN)
    record = open_home(home, HomeKind.HEAD_OFFICE).record
    assert record["verification"] == "off"
    assert record["embedding_verifier"] == tiny_verifier().digest.hex()
    office.database.close()


def test_a_damaged_intent_is_named(tmp_path: Path) -> None:
    home = tmp_path / "office"
    make_office(home).database.close()
    (home / "intended-settings.json").write_text("{")
    with pytest.raises(Failure, match=r"intended-settings\.json is damaged") as refused:
        open_head_office(home)
    assert refused.value.code is Code.HOME_INVALID
