"""The two halves can fail: paper mode made better is not broken, and an exchange made worse does not hold."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

import pytest

from lab.attacks.catalogue import ATTACKS
from lab.attacks.exchange import CHUNK_BYTES, Ends, Exchange, Recording
from lab.papers.paper_003.scheme import PaperKeys, paper_cipher
from shared.crypto.stream import TAG_BYTES, OpeningStream
from shared.protocol.chunks import cut
from shared.protocol.counter import counter_of
from shared.protocol.handshake import branch
from shared.protocol.messages import Chunk
from tests.lab.attacks.small_target import small_target

Patch = pytest.MonkeyPatch

# A fresh key for each message, were there one, would end all of these.
ENDED_BY_FRESH_KEYS = [name for name in ATTACKS if name != "single-ciphertext"]


@pytest.mark.parametrize("name", ENDED_BY_FRESH_KEYS)
def test_fresh_keys_would_end_the_attack(name: str, monkeypatch: Patch) -> None:
    monkeypatch.setattr(PaperKeys, "key", lambda *_: secrets.token_bytes(1024))
    broken = ATTACKS[name].against_paper(small_target())
    assert not broken.succeeded, broken.what


def test_not_even_fresh_keys_would_help_against_statistics_of_one_ciphertext(monkeypatch: Patch) -> None:
    target = small_target()
    monkeypatch.setattr(PaperKeys, "key", lambda *_: secrets.token_bytes(1024))
    message = target.paper_traffic[6]
    assert ATTACKS["single-ciphertext"].against_paper(target).share >= 0.99
    assert len(message.cipher) == target.side**2


def bare_chaos(monkeypatch: Patch) -> None:
    """The image's bytes go out under the paper's cipher alone, with B of the paper's counter."""

    def record(self: Ends, n: int, image: bytes) -> Recording:
        cipher = paper_cipher(image, self.biometric_key(counter_of(n)))
        pieces = enumerate(cut(cipher, CHUNK_BYTES))
        return Recording({}, tuple(Chunk(i, last, piece + bytes(TAG_BYTES)) for i, (piece, last) in pieces))

    monkeypatch.setattr(Ends, "record", record)


def gullible_proofs(monkeypatch: Patch) -> None:
    """Every MAC and every commitment compares equal."""
    monkeypatch.setattr(hmac, "compare_digest", lambda *_: True)


def unread_challenge(monkeypatch: Patch) -> None:
    """The branch checks nothing of a Challenge."""
    monkeypatch.setattr(branch, "_check_challenge", lambda *_: None)


def unread_tags(monkeypatch: Patch) -> None:
    """Chunks are decrypted and their tags and places are not looked at."""
    monkeypatch.setattr(OpeningStream, "open", lambda _self, _index, _last, sealed: sealed[:-TAG_BYTES])
    monkeypatch.setattr(OpeningStream, "finish", lambda _self: None)
    monkeypatch.setattr("lab.attacks.exchange.verify_image", lambda *_: None)
    monkeypatch.setattr(Ends, "record", recorded_unopened)


def recorded_unopened(ends: Ends, n: int, image: bytes) -> Recording:
    """What goes over the line, without a branch that would compare what it opened."""
    return Exchange(ends, n).to_chunks(image).recording


def no_epoch(monkeypatch: Patch) -> None:
    """B depends on the counter and not on the epoch."""
    genuine = Ends.biometric_key
    monkeypatch.setattr(Ends, "biometric_key", lambda self, n: genuine(self, counter_of(n)))


def public_secret(monkeypatch: Patch) -> None:
    """The enrolment secret is what an impostor would guess."""
    genuine = Ends.__init__

    def make(self: Ends, *arguments: object) -> None:
        genuine(self, *arguments)  # type: ignore[arg-type]
        self.enrolment_secret = bytes(32)

    monkeypatch.setattr(Ends, "__init__", make)


NOTICED = [
    *[
        pytest.param(name, bare_chaos, id=f"bare chaos: {name}")
        for name in (
            "two-time-pad",
            "known-plaintext",
            "chosen-plaintext",
            "single-ciphertext",
            "one-pixel",
            "counter-rollback",
        )
    ],
    *[
        pytest.param(name, gullible_proofs, id=f"gullible proofs: {name}")
        for name in ("near-key", "stolen-prints", "forgery", "replay")
    ],
    *[
        pytest.param(name, unread_challenge, id=f"unread Challenge: {name}")
        for name in ("replay", "counter-rollback", "model-substitution")
    ],
    *[
        pytest.param(name, unread_tags, id=f"unread tags: {name}")
        for name in ("bit-flipping", "splicing", "replay")
    ],
    pytest.param("turned-counter", no_epoch, id="no epoch: turned-counter"),
    *[
        pytest.param(name, public_secret, id=f"public secret: {name}")
        for name in ("key-search", "stolen-prints", "forgery", "model-substitution")
    ],
]


@pytest.mark.parametrize(("name", "weaken"), NOTICED)
def test_a_weakened_exchange_is_noticed(
    name: str, weaken: Callable[[Patch], None], monkeypatch: Patch
) -> None:
    weaken(monkeypatch)
    held = ATTACKS[name].against_exchange(small_target())
    assert not held.nothing, held.what


def test_every_attack_has_an_exchange_that_it_would_break() -> None:
    assert {parameters.values[0] for parameters in NOTICED} == set(ATTACKS)
