"""Opens the branch of a home: the one place where its parts meet."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from branch_client.branch import Branch, Clock
from branch_client.config import load_config
from branch_client.joining import load_admission
from branch_client.state import BranchState
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.keygen.self_test import run_self_test
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import Keyring
from shared.stores.models import load_network


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


class ShippedModel:
    """The one model that comes with this release, read when first asked for."""

    def digests(self) -> tuple[bytes, ...]:
        """Its SHA-256."""
        return (load_network().digest,)

    def get(self, digest: bytes) -> Network:
        """The model, after its self-test passed on this machine (biometrics §1).

        Raises:
            Failure: ``MODEL_MISMATCH`` for another digest or golden answers that differ.
        """
        network = load_network()
        if digest != network.digest:
            raise Failure(Code.MODEL_MISMATCH)
        _prove_arithmetic()
        return network


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
    admission = load_admission(opened)
    master = opened.master_key()
    return Branch(
        config=load_config(opened.root),
        admission=admission,
        keyring=Keyring(opened, master, randomness),
        enrolments=EnrolmentStore.of(opened, master, randomness),
        state=BranchState(opened.root),
        models=ShippedModel(),
        clock=clock or SystemClock(),
        randomness=randomness,
    )


@cache
def _prove_arithmetic() -> None:
    run_self_test(load_network())
