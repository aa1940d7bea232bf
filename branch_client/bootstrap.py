"""Opens the branch of a home: the one place where its parts meet."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from branch_client.branch import Branch, Clock
from branch_client.certificates import Certificates, load_admission
from branch_client.config import load_config
from branch_client.state import BranchState
from branch_client.witness import Witness
from shared.biometrics.verification import Verifier
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.exact.network import Network
from shared.keygen.self_test import prove_once
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.keyring import Keyring
from shared.stores.model_shelf import ModelShelf
from shared.wire.codec import MAX_MODELS


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Pause."""
        time.sleep(seconds)


class Models:
    """What a branch holds (:class:`branch_client.branch.ModelShelf`).

    Args:
        shelf: the shelf of its home.
    """

    def __init__(self, shelf: ModelShelf) -> None:
        self._shelf = shelf

    def digests(self) -> tuple[bytes, ...]:
        """As many as a Hello takes, the shipped and the latest before all others."""
        return self._shelf.digests()[:MAX_MODELS]

    def get(self, digest: bytes) -> Network:
        """A model, after its self-test passed on this machine (biometrics §1).

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not held or golden answers differ.
        """
        return self._shelf.network(digest)

    def verifier(self, digest: bytes) -> Verifier:
        """A verifier, after its self-test passed on this machine.

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not held or its self-test fails.
        """
        return self._shelf.verifier(digest)


def shelf_of(home: Home) -> ModelShelf:
    """The models of a home; each is proven here before its first use."""
    return ModelShelf(home.models, prove_once)


def open_branch(home: Path, *, clock: Clock | None = None, randomness: Randomness | None = None) -> Branch:
    """Open an existing branch that was admitted.

    Args:
        home: its state folder.
        clock: the machine's clocks when absent.
        randomness: the operating system's generator when absent.

    Raises:
        Failure: ``HOME_INVALID`` when the folder is not a branch's, is of a newer format, or has no admission
            yet; ``INTEGRITY`` when the admission was altered; ``INVALID_INPUT`` for a setting with no valid
            value.
    """
    # A core dump would hold keys (protocol §10).
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    opened = open_home(home, HomeKind.BRANCH)
    randomness = randomness or SystemRandomness()
    load_admission(opened)  # what is missing of a branch that was never admitted is said first
    master = opened.master_key()
    keyring = Keyring(opened, master, randomness)
    certificates = Certificates(opened, keyring)
    admission = certificates.newest()
    return Branch(
        config=load_config(opened.root),
        admission=admission,
        keyring=keyring,
        certificates=certificates,
        enrolments=EnrolmentStore.of(opened, master, randomness),
        state=BranchState(opened.root),
        witness=Witness(opened.root, admission.log_key),
        models=Models(shelf_of(opened)),
        clock=clock or SystemClock(),
        randomness=randomness,
    )
