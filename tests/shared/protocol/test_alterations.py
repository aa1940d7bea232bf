"""Every bit of every frame matters, and a receipt counts only as it was given (protocol §3.7 to §3.13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import Code, Failure
from shared.protocol.messages import Outcome, Proof, Receipt
from shared.wire import codec
from tests.shared.protocol.rehearsal import Rehearsal, Setting


def test_a_refused_accept_leaves_the_branch_able_to_take_the_right_one() -> None:
    """Every single bit of the Accept matters, and none of the refusals moves the branch's state."""
    rehearsal = Rehearsal()
    kept: list[bytes] = []
    rehearsal.setting.meddle = {"accept": lambda frame: kept.append(frame) or b"\xff"}
    for step in (rehearsal.hello, rehearsal.challenge, rehearsal.proof):
        step()
    with pytest.raises(Failure):
        rehearsal.accept()
    frame = kept[0]
    for bit in range(0, len(frame) * 8):
        altered = bytearray(frame)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Failure):
            rehearsal.branch.receive_accept(bytes(altered), codec.decode_accept(bytes(altered)), 10_000)
    manifest = rehearsal.branch.receive_accept(frame, codec.decode_accept(frame), 10_000)
    assert manifest == rehearsal.announced()


@pytest.mark.fault(15)
def test_every_single_bit_of_the_proof_matters() -> None:
    rehearsal = Rehearsal()
    rehearsal.hello()
    rehearsal.challenge()
    rehearsal.setting.meddle = {"proof": lambda frame: codec.encode_proof(Proof(bytes(32)))}
    with pytest.raises(Failure):
        rehearsal.proof()
    frame = rehearsal.sent["proof"]
    mac = codec.decode_proof(frame).mac
    for bit in range(256):
        altered = bytearray(mac)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Failure) as caught:
            rehearsal.server.verify_proof(frame, Proof(bytes(altered)))
        assert caught.value.code is Code.PROOF_FAILED
    rehearsal.server.verify_proof(frame, Proof(mac))


@pytest.mark.fault(15)
@pytest.mark.parametrize("name", ["hello", "challenge"])
def test_a_bit_of_any_byte_of_hello_and_challenge_matters(name: str) -> None:
    length = len(Rehearsal().to_accept().sent[name])
    for position in range(0, length, 7):

        def flip(frame: bytes, position: int = position) -> bytes:
            altered = bytearray(frame)
            altered[position % len(frame)] ^= 1 << position % 8
            return bytes(altered)

        with pytest.raises(Failure):
            Rehearsal(Setting(meddle={name: flip})).to_accept()


RECEIPTS = [
    pytest.param({"mac": bytes(32)}, id="another MAC"),
    pytest.param({"chunk_count": 2}, id="fewer chunks"),
    pytest.param({"chunk_count": 4}, id="more chunks"),
    pytest.param({"outcome": Outcome.DISCARDED}, id="another outcome"),
]


@pytest.mark.parametrize("changes", RECEIPTS)
def test_a_receipt_that_was_changed_does_not_count(changes: dict[str, Any]) -> None:
    rehearsal = Rehearsal()
    rehearsal.fetch()
    said: Receipt = replace(rehearsal.branch.receipt(Outcome.DELIVERED), **changes)
    assert rehearsal.server.verify_receipt(said) is False


@pytest.mark.parametrize("opened", [0, 1, 2, 3])
def test_what_was_discarded_may_have_ended_early_and_what_was_delivered_may_not(opened: int) -> None:
    for outcome in Outcome:
        rehearsal = Rehearsal().to_accept()
        for chunk in rehearsal.seal()[:opened]:
            rehearsal.opener.open(chunk)
        believed = outcome is Outcome.DISCARDED or opened == 3
        assert rehearsal.server.verify_receipt(rehearsal.branch.receipt(outcome)) is believed
