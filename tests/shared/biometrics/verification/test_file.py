"""Verifier files: one encoding, and nothing else is read."""

from __future__ import annotations

import hashlib

import pytest

from shared.biometrics.verification import ClosedSetVerifier, EmbeddingVerifier, Verifier, parse_verifier
from shared.encoding import lv
from shared.errors import Code, Failure
from tests.seeded_networks import TINY_VERIFIER_PATH, tiny_verifier


@pytest.fixture(scope="module", params=["embedding", "closed-set"])
def verifier(
    request: pytest.FixtureRequest, embedding: EmbeddingVerifier, closed_set: ClosedSetVerifier
) -> Verifier:
    """One of each kind."""
    return embedding if request.param == "embedding" else closed_set


def test_what_is_written_is_read_again(verifier: Verifier) -> None:
    data = verifier.encode()
    again = parse_verifier(data)
    assert (again.kind, again.encode()) == (verifier.kind, data)
    assert again.digest == verifier.digest == hashlib.sha256(data).digest()


def test_every_cut_and_every_byte_too_many_is_malformed(verifier: Verifier) -> None:
    data = verifier.encode()
    for altered in (*(data[:length] for length in range(0, len(data), len(data) // 40)), data + b"\0"):
        with pytest.raises(Failure) as refused:
            parse_verifier(altered)
        assert refused.value.code is Code.MALFORMED


def test_an_unknown_kind_asks_for_a_newer_program() -> None:
    with pytest.raises(Failure, match="update") as refused:
        parse_verifier(b"RKVERIF1" + lv("palm-vein", b""))
    assert refused.value.code is Code.MALFORMED


def test_a_model_file_is_no_verifier() -> None:
    with pytest.raises(Failure, match=r"\.rkverif"):
        parse_verifier(tiny_verifier().network.encode())


def test_the_fixture_is_what_its_script_writes() -> None:
    assert TINY_VERIFIER_PATH.read_bytes() == tiny_verifier().encode()
