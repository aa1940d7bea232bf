"""Where the keys of a user come from: an enrolment in a home, or the prints of a data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lab.batteries.keys.making import KeyMaker
from lab.datasets.print_set import PrintSet
from shared.biometrics.models import default_network
from shared.biometrics.prints import Print
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.self_test import prove_once
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.home import Home, HomeKind, expand, open_home
from shared.stores.model_shelf import ModelShelf

FIRST_GENERATION = 1


def enrolled_maker(home: Path | None, user: int) -> KeyMaker:
    """The keys of a user's newest enrolment.

    Args:
        home: of a head office or a branch; the default head office's when None. Its master key opens the
            enrolment and is wiped again.
        user: the user's ID.

    Raises:
        Failure: ``NOT_FOUND`` without an enrolment; ``HOME_INVALID``, ``INTEGRITY``, ``STORAGE_UNAVAILABLE``
            or ``MODEL_MISMATCH`` where home or model cannot be used.
    """
    opened = _open_any(home)
    with opened.master_key() as master:
        enrolment = EnrolmentStore.of(opened, master, SystemRandomness()).newest(user)
    if enrolment is None:
        sentence = f"User {user} has no enrolment at {opened.root}; enrol the user, or name another home."
        raise Failure(Code.NOT_FOUND, sentence)
    enrolment.secret.wipe()  # no test needs it
    network = ModelShelf(opened.models, prove_once).network(_model(opened, enrolment))
    return KeyMaker(user, enrolment.generation, enrolment.prints, network)


def print_set_maker(prints: PrintSet, user: int, network: Network | None = None) -> KeyMaker:
    """The keys that a user of a data set would have after a first enrolment.

    Args:
        prints: the set.
        user: as it numbers its people.
        network: the model; the shipped one unless given.

    Raises:
        Failure: ``NOT_FOUND`` when there is no enrolled print of that user.
    """
    return KeyMaker(user, FIRST_GENERATION, enrolled_prints(prints, user), network or default_network())


def enrolled_prints(prints: PrintSet, user: int) -> dict[Finger, Print]:
    """The enrolled prints of one user of a data set, in the paper's order.

    Raises:
        Failure: ``NOT_FOUND`` when there is none.
    """
    enrolled = prints.enrolled()
    places = np.flatnonzero(enrolled.subjects == user)
    if not places.size:
        raise Failure(Code.NOT_FOUND, f"User {user} has no enrolled print in {prints.origin}; name another.")
    found = {Finger(int(enrolled.fingers[place])): Print(enrolled.pixels[place]) for place in places}
    return dict(sorted(found.items()))


def _open_any(home: Path | None) -> Home:
    """A head office's home, or a branch's where the folder is one."""
    root = expand(home or HomeKind.HEAD_OFFICE.default_root)
    branch = (root / HomeKind.BRANCH.record_name).is_file()
    return open_home(root, HomeKind.BRANCH if branch else HomeKind.HEAD_OFFICE)


def _model(home: Home, enrolment: Enrolment) -> bytes:
    """SHA-256 of the model of the next exchange: a head office's record names it, else it is the shipped one.

    A branch is told in every exchange; outside one, the model of the enrolment stands for it.
    """
    if home.kind is HomeKind.BRANCH:
        return enrolment.model_digest
    named = home.record.get("model")
    return bytes.fromhex(named) if isinstance(named, str) else default_network().digest
