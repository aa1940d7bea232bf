"""Steps are taken once and in order; a failed one was not taken; at the end nothing secret is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.protocol.handshake.steps import Steps
from shared.protocol.messages import Outcome, Receipt
from tests.shared.protocol.rehearsal import Rehearsal, Setting, biometric_key


def test_the_order_is_kept() -> None:
    steps = Steps("first", "second")
    with pytest.raises(RuntimeError, match="second is not the next step"), steps.take("second"):
        pass
    with steps.take("first"):
        pass
    with pytest.raises(RuntimeError, match="first"), steps.take("first"):
        pass
    with steps.take("second"):
        pass
    with pytest.raises(RuntimeError), steps.take("second"):
        pass


def test_a_failed_step_was_not_taken() -> None:
    steps = Steps("only")
    with pytest.raises(ZeroDivisionError), steps.take("only"):
        raise ZeroDivisionError
    with steps.take("only"):
        pass


def test_after_the_end_there_is_no_step() -> None:
    steps = Steps("only")
    steps.end()
    with pytest.raises(RuntimeError), steps.take("only"):
        pass


BRANCH_STEPS: dict[str, Callable[[Rehearsal], object]] = {
    "sent_hello": lambda r: r.branch.sent_hello(b""),
    "receive_challenge": lambda r: r.branch.receive_challenge(b"", None),  # type: ignore[arg-type]
    "install_key": lambda r: r.branch.install_key(biometric_key(), Secret(b"e" * 32)),
    "proof": lambda r: r.branch.proof(),
    "sent_proof": lambda r: r.branch.sent_proof(b""),
    "receive_accept": lambda r: r.branch.receive_accept(b"", None, 1),  # type: ignore[arg-type]
    "opener": lambda r: r.branch.opener(),
    "receipt": lambda r: r.branch.receipt(Outcome.DELIVERED),
}
SERVER_STEPS: dict[str, Callable[[Rehearsal], object]] = {
    "sent_challenge": lambda r: r.server.sent_challenge(b""),
    "install_key": lambda r: r.server.install_key(biometric_key(), Secret(b"e" * 32)),
    "verify_proof": lambda r: r.server.verify_proof(b"", None),  # type: ignore[arg-type]
    "accept": lambda r: r.server.accept(1, r.announced(), r.setting.testimony),
    "sent_accept": lambda r: r.server.sent_accept(b""),
    "sealer": lambda r: r.server.sealer(),
    "verify_receipt": lambda r: r.server.verify_receipt(Receipt(Outcome.DELIVERED, 0, bytes(32))),
}


@pytest.mark.parametrize("step", BRANCH_STEPS)
def test_the_branch_skips_no_step(step: str) -> None:
    with pytest.raises(RuntimeError, match=f"{step} is not the next step"):
        BRANCH_STEPS[step](Rehearsal())


@pytest.mark.parametrize("step", SERVER_STEPS)
def test_the_head_office_skips_no_step(step: str) -> None:
    rehearsal = Rehearsal()
    rehearsal.hello()
    with pytest.raises(RuntimeError, match=f"{step} is not the next step"):
        SERVER_STEPS[step](rehearsal)


def test_without_a_right_proof_the_head_office_shows_nothing() -> None:
    """Protocol §3.7 and §3.10: no Accept, and so nothing keyed by K, before a right Proof."""
    rehearsal = Rehearsal(Setting(branch_finger="another"))
    rehearsal.hello()
    rehearsal.challenge()
    with pytest.raises(Failure):
        rehearsal.proof()
    with pytest.raises(RuntimeError, match="accept is not the next step"):
        rehearsal.server.accept(1, rehearsal.announced(), rehearsal.setting.testimony)


def test_closing_wipes_every_secret_and_ends_both() -> None:
    rehearsal = Rehearsal()
    rehearsal.fetch()
    held = [
        value
        for end in (rehearsal.server, rehearsal.branch)
        for value in [end._prk, end._agreement, end._keys]
    ]
    secrets = [value for value in held if isinstance(value, Secret)]
    secrets += [each for value in held if not isinstance(value, Secret) for each in vars(value).values()]
    assert len(secrets) == 2 * (1 + 2 + 4)
    rehearsal.server.close()
    rehearsal.branch.close()
    assert all(secret.wiped for secret in secrets)
    for steps, step in ((BRANCH_STEPS, "receipt"), (SERVER_STEPS, "verify_receipt")):
        with pytest.raises(RuntimeError, match="not the next step"):
            steps[step](rehearsal)


def test_the_agreement_is_gone_as_soon_as_the_key_is_installed() -> None:
    rehearsal = Rehearsal()
    for step in (rehearsal.hello, rehearsal.challenge, rehearsal.proof):
        step()
    for end in (rehearsal.server, rehearsal.branch):
        assert end._agreement.mlkem.wiped
        assert end._agreement.x25519.wiped
        assert not end._prk.wiped


def test_closing_between_challenge_and_key_wipes_the_agreement() -> None:
    rehearsal = Rehearsal()
    rehearsal.hello()
    rehearsal.challenge()
    for end in (rehearsal.server, rehearsal.branch):
        assert not end._agreement.mlkem.wiped
        end.close()
        assert end._agreement.mlkem.wiped
        assert end._agreement.x25519.wiped


def test_closing_early_or_twice_is_harmless() -> None:
    rehearsal = Rehearsal()
    rehearsal.branch.close()
    rehearsal.branch.close()
    with pytest.raises(RuntimeError, match="hello"):
        rehearsal.branch.hello()


def test_the_callers_secrets_stay_the_callers() -> None:
    rehearsal = Rehearsal()
    rehearsal.hello()
    rehearsal.challenge()
    key, enrolment_secret = biometric_key(), Secret(b"e" * 32)
    rehearsal.branch.install_key(key, enrolment_secret)
    assert not key.wiped
    assert not enrolment_secret.wiped


def test_no_end_prints_a_secret() -> None:
    rehearsal = Rehearsal().to_accept()
    shown = repr(vars(rehearsal.branch)) + repr(vars(rehearsal.server)) + str(rehearsal.branch)
    for end in (rehearsal.server, rehearsal.branch):
        assert repr(end._prk.export_bytes()) not in shown
        assert end._prk.export_bytes().hex() not in shown
