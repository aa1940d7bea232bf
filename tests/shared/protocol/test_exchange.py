"""The whole exchange between both ends: it works, and the second implementation agrees with every value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.ciphers import INNER_CIPHERS
from shared.protocol.chunks import verify_image
from shared.protocol.messages import Manifest, Outcome
from shared.protocol.negotiation import Policy
from shared.wire import codec
from tests.independent_exchange import Derived, Known, derive, open_chunk, receipt
from tests.shared.protocol.rehearsal import Rehearsal, Setting, biometric_key


def second_opinion(rehearsal: Rehearsal) -> Derived:
    """Everything derived again, from the frames and the branch's replayed random bytes."""
    setting, sent = rehearsal.setting, rehearsal.sent
    mlkem_seed, x25519_private = rehearsal.branch_randomness.tokens[:2]
    return derive(
        Known(
            **sent,
            branch_uri=setting.context.branch_uri,
            head_office_uri=setting.context.head_office_uri,
            branch_certificate_sha256=setting.context.branch_certificate_sha256,
            authority_sha256=setting.context.authority_sha256,
            mlkem_seed=mlkem_seed,
            x25519_private=x25519_private,
            biometric_key=biometric_key(setting.branch_finger).export_bytes(),
            enrolment_secret=setting.branch_enrolment_secret,
        )
    )


@pytest.mark.parametrize("suite", ["aes-256-gcm", "chacha20-poly1305"])
@pytest.mark.parametrize("n", [42, 43, 50, 51, 2**63 - 1])
def test_the_second_implementation_agrees(suite: str, n: int) -> None:
    setting = Setting(n=n, policy=Policy(suites=(suite,)), attempt=n % 5 + 1)
    rehearsal = Rehearsal(setting).to_accept()
    derived = second_opinion(rehearsal)
    assert rehearsal.sent["proof"].endswith(derived.proof)
    assert derived.accept in rehearsal.sent["accept"]
    assert derived.commitment in rehearsal.sent["accept"]
    assert Manifest.decode(derived.manifest) == rehearsal.announced()
    chunks = rehearsal.seal()
    opened = [open_chunk(derived, chunk.index, chunk.last, chunk.sealed) for chunk in chunks]
    assert b"".join(opened) == setting.image
    assert b"".join(rehearsal.opener.open(chunk) for chunk in chunks) == setting.image
    said = rehearsal.branch.receipt(Outcome.DELIVERED)
    assert said.mac == receipt(derived, 1, [chunk.sealed[-16:] for chunk in chunks])
    assert rehearsal.server.verify_receipt(said)


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, 400), chunk_size=st.integers(1, 150), inner=st.sampled_from(INNER_CIPHERS))
def test_any_image_arrives_in_any_chunks(size: int, chunk_size: int, inner: str) -> None:
    setting = Setting(image=bytes(i % 251 for i in range(size)), chunk_size=chunk_size)
    setting.policy = Policy(inner_ciphers=(inner,))
    setting.order = replace(setting.order, offer=Policy(inner_ciphers=INNER_CIPHERS))
    rehearsal = Rehearsal(setting)
    assert rehearsal.fetch() == setting.image
    assert rehearsal.announced().inner_cipher == inner
    verify_image(rehearsal.announced(), setting.image)
    assert rehearsal.server.verify_receipt(rehearsal.branch.receipt(Outcome.DELIVERED))


def test_the_manifest_arrives_as_announced() -> None:
    rehearsal = Rehearsal()
    for step in (rehearsal.hello, rehearsal.challenge, rehearsal.proof):
        step()
    assert rehearsal.accept() == rehearsal.announced()


def test_the_hello_says_what_the_order_says() -> None:
    rehearsal = Rehearsal()
    rehearsal.hello()
    said, order = codec.decode_hello(rehearsal.received["hello"]), rehearsal.setting.order
    for name in ("request_id", "user", "image", "generation", "model_digests", "mark", "checkpoint"):
        assert getattr(said, name) == getattr(order, name), name


@pytest.mark.fault(3)
def test_a_retry_of_the_same_message_shares_no_ciphertext() -> None:
    first, again = Rehearsal(Setting(attempt=1)), Rehearsal(Setting(attempt=2))
    again.branch_randomness.token(1)  # the retry's ephemerals are fresh
    again.server_randomness.token(1)
    sealed = [{chunk.sealed for chunk in rehearsal.to_accept().seal()} for rehearsal in (first, again)]
    assert not sealed[0] & sealed[1]


@pytest.mark.fault(3)
def test_even_the_same_random_bytes_give_each_attempt_its_own_keys() -> None:
    # ML-KEM's ciphertext is never the same, so that this holds through TH2; the attempt's number is in every
    # info besides (§4.2), which the second implementation covers.
    first, again = Rehearsal(Setting(attempt=1)).to_accept(), Rehearsal(Setting(attempt=2)).to_accept()
    keys, others = second_opinion(first), second_opinion(again)
    for name in ("prk", "message_key", "commitment", "nonce_prefix", "manifest_key", "th3"):
        assert getattr(keys, name) != getattr(others, name)
    assert keys.k == others.k


def test_every_secret_differs_from_every_other() -> None:
    derived = second_opinion(Rehearsal().to_accept())
    values = [derived.k, derived.th1, derived.prk, derived.proof, derived.th2, derived.accept]
    values += [derived.message_key, derived.commitment, derived.manifest_key, derived.th3]
    values += [derived.nonce_prefix]
    assert len({value[:7] for value in values}) == len(values)


def test_nothing_secret_stands_in_a_frame() -> None:
    rehearsal = Rehearsal().to_accept()
    derived = second_opinion(rehearsal)
    wire = b"".join([*rehearsal.sent.values(), *(chunk.sealed for chunk in rehearsal.seal())])
    secrets = [derived.k, derived.prk, derived.message_key, derived.manifest_key, derived.nonce_prefix]
    secrets += [rehearsal.branch_randomness.tokens[0], rehearsal.branch_randomness.tokens[1]]
    secrets += [rehearsal.setting.branch_enrolment_secret, biometric_key().export_bytes()]
    assert not [secret for secret in secrets if secret[:7] in wire]
    assert rehearsal.setting.image[100:116] not in wire


def test_the_very_first_message() -> None:
    setting = Setting(n=1)
    setting.order = replace(setting.order, mark=0)
    assert Rehearsal(setting).fetch() == setting.image


def test_a_pending_number_may_come_again_below_the_mark() -> None:
    setting = Setting(n=42)
    setting.order = replace(setting.order, mark=50, pending_n=42)
    assert Rehearsal(setting).fetch() == setting.image
