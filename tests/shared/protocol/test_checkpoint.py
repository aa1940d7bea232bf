"""Signed checkpoints and what a witness takes of them (protocol §7.2, §7.3); recordings.json has refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.crypto.signatures import signing_public_key
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint, LogOrigin, witnessed
from shared.protocol.messages import CheckpointReference
from tests.replay_randomness import ReplayRandomness
from tests.shared.protocol.rehearsal import LOG_KEY, log_of

KEY = signing_public_key(LOG_KEY)
PAST = CheckpointReference(b"p" * 32, 9, b"r" * 32)


@pytest.mark.parametrize("past", [CheckpointReference(), PAST], ids=["first log", "log after a restore"])
def test_a_checkpoint_survives_its_encoding(past: CheckpointReference) -> None:
    origin = LogOrigin.begin(ReplayRandomness("origin"), past)
    checkpoint = Checkpoint.signed(origin, 12, b"x" * 32, 1_700_000_000_000_000, LOG_KEY)
    assert Checkpoint.decode(checkpoint.encode()) == checkpoint
    assert checkpoint.is_signed_by(KEY)
    assert checkpoint.reference == CheckpointReference(origin.log_id, 12, b"x" * 32)


ALTERED = {
    "size": {"size": 8},
    "root": {"root": bytes(32)},
    "time": {"time_us": 1},
    "log": {"origin": LogOrigin(bytes(32))},
    "log taken over": {"origin": LogOrigin(log_of(7).checkpoint.origin.salt, PAST)},
    "signature": {"signature": bytes(64)},
}


@pytest.mark.parametrize("changes", ALTERED.values(), ids=ALTERED)
def test_an_altered_checkpoint_is_not_signed(changes: dict[str, object]) -> None:
    altered = replace(log_of(7).checkpoint, **changes)  # type: ignore[arg-type]
    assert not altered.is_signed_by(KEY)
    assert Checkpoint.decode(altered.encode()) == altered


def test_every_cut_and_extended_encoding_is_malformed() -> None:
    whole = log_of(7).checkpoint.encode()
    for data in (*(whole[:length] for length in range(len(whole))), whole + b"\0", lv(whole, bytes(64))):
        with pytest.raises(Failure) as refused:
            Checkpoint.decode(data)
        assert refused.value.code is Code.MALFORMED


def test_two_logs_of_the_same_salt_differ_by_what_they_took_over() -> None:
    assert LogOrigin(bytes(32)).log_id != LogOrigin(bytes(32), PAST).log_id


def test_first_contact_trusts_what_is_signed_and_goes_on_from_there() -> None:
    first = log_of(3)
    held = witnessed(CheckpointReference(), first.checkpoint.encode(), (), KEY).reference
    for size in (3, 4, 7, 11, 16):
        shown = log_of(size, held=held.size)
        held = witnessed(held, shown.checkpoint.encode(), shown.proof, KEY).reference
    assert held.size == 16


def test_a_log_begun_anew_is_refused_with_what_to_do() -> None:
    shown = log_of(11, origin=LogOrigin(bytes(32), PAST))
    with pytest.raises(Failure, match="WITNESS_INCONSISTENT") as refused:
        witnessed(log_of(6).checkpoint.reference, shown.checkpoint.encode(), shown.proof, KEY)
    assert "witness reset" in refused.value.sentence


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(log_of(7).checkpoint.encode()[:-1] + b"!", id="another signature"),
    ],
)
def test_what_is_not_signed_is_refused_as_such(shown: bytes) -> None:
    with pytest.raises(Failure, match="WITNESS_INCONSISTENT") as refused:
        witnessed(CheckpointReference(), shown, (), KEY)
    assert "showed no checkpoint of its audit log that it signed" in refused.value.sentence
