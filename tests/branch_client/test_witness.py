"""What a branch keeps of the head office's log, and what may take its place (protocol §7.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from branch_client.witness import EVIDENCE_FOLDER, WITNESS_FILE, Witness
from shared.crypto.signatures import make_signing_key, signing_public_key
from shared.errors import Code, Failure
from shared.protocol.messages import CheckpointReference
from tests.replay_randomness import ReplayRandomness
from tests.shared.protocol.rehearsal import LOG_KEY, log_of

NOTHING = CheckpointReference()
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """The witness of a new branch."""
    return Witness(tmp_path, signing_public_key(LOG_KEY))


def test_a_new_branch_holds_nothing(witness: Witness) -> None:
    assert witness.checkpoint() is None
    assert witness.reference() == NOTHING


def test_what_is_kept_is_there_for_the_next_process(witness: Witness, tmp_path: Path) -> None:
    witness.keep(log_of(5).checkpoint, NOTHING)
    again = Witness(tmp_path, witness.log_key)
    assert again.checkpoint() == log_of(5).checkpoint
    assert (tmp_path / WITNESS_FILE).stat().st_mode & 0o777 == 0o600


def test_only_a_larger_one_that_extends_it_takes_its_place(witness: Witness) -> None:
    small, large = log_of(5).checkpoint, log_of(9).checkpoint
    witness.keep(small, NOTHING)
    witness.keep(large, NOTHING)
    assert witness.checkpoint() == small, "it was verified against nothing, and something is held"
    witness.keep(large, small.reference)
    assert witness.checkpoint() == large
    witness.keep(large, large.reference)
    witness.keep(small, large.reference)
    assert witness.checkpoint() == large


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a checkpoint", id="another file"),
        pytest.param(log_of(5).checkpoint.encode()[:-1], id="cut"),
        pytest.param(
            log_of(5, key=make_signing_key(ReplayRandomness("impostor"))).checkpoint.encode(), id="forged"
        ),
    ],
)
def test_a_damaged_file_is_never_taken_for_none(witness: Witness, tmp_path: Path, data: bytes) -> None:
    (tmp_path / WITNESS_FILE).write_bytes(data)
    with pytest.raises(Failure) as refused:
        witness.reference()
    assert refused.value.code is Code.INTEGRITY
    assert "witness reset" in refused.value.sentence
    witness.reset("damaged by a disk", NOW)
    assert witness.reference() == NOTHING


def test_a_reset_keeps_the_old_checkpoint_as_evidence(witness: Witness, tmp_path: Path) -> None:
    old = log_of(5).checkpoint
    witness.keep(old, NOTHING)
    kept = witness.reset("restore of 3 May, told by telephone", NOW)
    assert kept.read_bytes() == old.encode()
    assert "told by telephone" in kept.with_suffix(".json").read_text("utf-8")
    assert kept.parent == tmp_path / EVIDENCE_FOLDER
    assert witness.checkpoint() is None


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines"])
def test_a_reset_needs_a_reason(witness: Witness, reason: str) -> None:
    witness.keep(log_of(5).checkpoint, NOTHING)
    with pytest.raises(Failure) as refused:
        witness.reset(reason, NOW)
    assert refused.value.code is Code.INVALID_INPUT
    assert witness.checkpoint() is not None


def test_there_is_nothing_to_reset_before_the_first_exchange(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(Failure) as refused:
        witness.reset("why not", NOW)
    assert refused.value.code is Code.NOT_FOUND
    assert not list(tmp_path.glob(f"{EVIDENCE_FOLDER}/*"))
