"""Forgetting a user at a branch: what goes, and what must not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from branch_client.forgetting import forget_user
from branch_client.refusals import Refusals
from branch_client.state import BranchState, Pending, UserState
from shared.biometrics.prints import Print
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.errors import Code
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.sealed_store import SealedStore

NOW = datetime(2026, 5, 3, tzinfo=UTC)


PENDING = (Pending("00" * 16, "xray-7", 41, 0.0),)
REFUSALS = Refusals(2, 1.0, 1.0, 1.0)


@pytest.fixture
def store(tmp_path: Path) -> EnrolmentStore:
    """Two enrolments of user 17 and one of user 18."""
    made = EnrolmentStore(
        SealedStore(tmp_path / "enrolments", Secret(bytes(32)), "enrolment", SystemRandomness())
    )
    prints = {Finger.LEFT_INDEX: Print(np.random.default_rng(1).integers(0, 256, (96, 96), dtype=np.uint8))}
    for user, generation in ((17, 1), (17, 2), (18, 1)):
        made.put(Enrolment(user, generation, bytes(32), prints, Secret(bytes(32))))
    return made


def test_the_mark_outlives_the_prints(tmp_path: Path, store: EnrolmentStore) -> None:
    state = BranchState(tmp_path)
    state.write(17, UserState(40, PENDING, REFUSALS))
    state.write(18, UserState(7, PENDING))
    assert forget_user(tmp_path, store, 17, "asked", NOW) == (1, 2)
    assert store.users() == (18,)
    assert state.users() == {17: UserState(40), 18: UserState(7, PENDING)}
    assert (tmp_path / "forgotten.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("pending", "refusals"),
    [
        pytest.param((), Refusals(), id="nothing besides"),
        pytest.param(PENDING, Refusals(), id="with a request that waits"),
        pytest.param((), REFUSALS, id="with refused scans"),
    ],
)
def test_what_the_head_office_withdrew_stays_withdrawn(
    tmp_path: Path, store: EnrolmentStore, pending: tuple[Pending, ...], refusals: Refusals
) -> None:
    """Or whoever kept the package would forget, import it again, and open what was sealed."""
    state = BranchState(tmp_path)
    state.write(17, UserState(40, pending, refusals, Code.USER_EXITED.value))
    forget_user(tmp_path, store, 17, "", NOW)
    assert state.read(17) == UserState(40, withdrawn=Code.USER_EXITED.value)
