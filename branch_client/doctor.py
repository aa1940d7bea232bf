"""``ridgekey-branch doctor``: every check of a branch; none of them changes anything."""

from __future__ import annotations

import shlex
from functools import cached_property
from pathlib import Path

from branch_client.bootstrap import SystemClock, open_branch, shelf_of
from branch_client.branch import Branch, Clock
from branch_client.certificates import load_admission
from branch_client.connection import Greeting, ping
from shared.crypto.joining import Admission
from shared.diagnosis.certificates import SET_CLOCK, check_key, check_life
from shared.diagnosis.findings import Answer, Check, Finding, addressed, examine, failure, sound, warning
from shared.diagnosis.homes import check_master_key, check_modes, check_room, remedy_of_master_key
from shared.diagnosis.models import check_computed
from shared.errors import CORRUPT, DENIED, LOCAL, Code, Failure
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.keyring import HPKE
from shared.terminal.cells import printable

HYBRID_GROUP = "X25519MLKEM768"

_RENEW = "ridgekey-branch renew"
_RENEW_EXPIRED = "ridgekey-branch renew --request FILE"
_JOIN_NEW = "ridgekey-branch init --home NEW-HOME --name NAME"
"""When its authority ends, a head office begins anew, and its branches with it."""

_NEWER_TLS = "pip install -U grpcio"
_REMEDIES = {
    Code.PQ_REQUIRED: _NEWER_TLS,
    Code.BRANCH_SUSPENDED: "ridgekey branch resume NAME",  # at the head office
    Code.BRANCH_REVOKED: _JOIN_NEW,
    Code.UNAUTHENTICATED: "ridgekey-branch config show",  # it may be another head office's address
}
"""What helps against a refusal; where nothing is said, ``status`` is to be tried again."""

_APART_SECONDS = 300.0
_LONGEST_RELEASE = 40


class Premises:
    """The parts of one branch, each opened when the first check needs it.

    Args:
        root: its state folder.
        clock: the machine's clocks when absent.

    Raises:
        Failure: from each part, when that cannot be opened; the next to ask tries again.
    """

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root = root
        self.clock = clock or SystemClock()

    @cached_property
    def home(self) -> Home:
        """The home, recognised."""
        return open_home(self.root, HomeKind.BRANCH)

    @cached_property
    def admission(self) -> Admission:
        """What the head office admitted this branch with."""
        return load_admission(self.home)

    @cached_property
    def branch(self) -> Branch:
        """The branch as its conversations see it."""
        return open_branch(self.root, clock=self.clock)

    @cached_property
    def greeting(self) -> Greeting:
        """What the head office answers."""
        return ping(self.branch)


def examine_branch(home: Path, *, clock: Clock | None = None) -> tuple[Answer, ...]:
    """Make every check of a branch. Nothing is changed, and nothing is raised for what is found.

    Args:
        home: its state folder, whatever state that is in.
        clock: the machine's clocks when absent.
    """
    premises = Premises(home, clock)
    answers = examine((*_of_the_home(premises), *_of_what_it_holds(premises), *_of_the_line(premises)))
    own = home != HomeKind.BRANCH.default_root
    return addressed(answers, HomeKind.BRANCH.program, home) if own else answers


def _of_the_home(premises: Premises) -> tuple[Check, ...]:
    root = shlex.quote(str(premises.root))
    home, keyed = ("home",), ("home", "master key", "admission")
    key_remedy = remedy_of_master_key(premises.root)
    return (
        Check("home", lambda: _home(premises), "ridgekey-branch init --name NAME"),
        Check("master key", lambda: check_master_key(premises.home), key_remedy, home),
        Check("file modes", lambda: check_modes(premises.home), f"ls -lR {root}", home),
        Check("disk space", lambda: check_room(premises.home), f"df -h {root}", home),
        Check("admission", lambda: _admission(premises), "ridgekey-branch accept FILE", home),
        Check("settings", lambda: _settings(premises), "ridgekey-branch config validate", keyed),
        Check("certificate", lambda: _certificate(premises), _RENEW_EXPIRED, ("home", "admission")),
        Check("authority", lambda: _authority(premises), _JOIN_NEW, ("home", "admission")),
        Check("keys", lambda: _keys(premises), f"cp -a BACKUP/keys {root}/", (*keyed, "settings")),
    )


def _of_what_it_holds(premises: Premises) -> tuple[Check, ...]:
    root, opened = shlex.quote(str(premises.root)), ("home", "master key", "admission", "settings")
    reset = "ridgekey-branch witness reset --reason 'WHAT HAPPENED'"
    restore, add = f"cp -a BACKUP/state.json {root}/", "ridgekey-branch model add FILE"
    return (
        Check("witness", lambda: _witness(premises), reset, opened),
        Check("marks", lambda: _marks(premises), restore, opened),
        Check("enrolments", lambda: _enrolments(premises), "ridgekey-branch import PACKAGE", opened),
        Check("models", lambda: check_computed(lambda: _models(premises)), add, ("home",)),
    )


def _of_the_line(premises: Premises) -> tuple[Check, ...]:
    opened = ("home", "master key", "admission", "settings", "keys")
    answered = (*opened, "head office")
    return (
        Check("head office", lambda: _head_office(premises), "ridgekey-branch status", opened),
        Check("clock", lambda: _clock(premises), SET_CLOCK, answered),
        Check("key agreement", lambda: _key_agreement(premises), _NEWER_TLS, answered),
    )


def _home(premises: Premises) -> Finding:
    return sound(f"{premises.home.root} is the home of branch {premises.home.text('name')}.")


def _admission(premises: Premises) -> Finding:
    return sound(f"{premises.admission.head_office_uri} admitted this branch.")


def _settings(premises: Premises) -> Finding:
    return sound(f"Every setting has a valid value; the head office is {premises.branch.address}.")


def _certificate(premises: Premises) -> Finding:
    return check_life(premises.admission.certificate, premises.clock.now(), _RENEW, _RENEW_EXPIRED)


def _authority(premises: Premises) -> Finding:
    """Nothing that it issued outlives it."""
    return check_life(premises.admission.authority, premises.clock.now(), _JOIN_NEW)


def _keys(premises: Premises) -> Finding:
    branch = premises.branch
    branch.keyring.secret(HPKE).wipe()
    remedy = f"cp -a BACKUP/keys {shlex.quote(str(premises.root))}/"
    return check_key(branch.admission.certificate, branch.certificates.key_of(branch.admission), remedy)


def _witness(premises: Premises) -> Finding:
    held = premises.branch.witness.checkpoint()
    if held is None:
        return sound("There was no exchange yet, so no checkpoint is held.")
    return sound(f"It holds a checkpoint over {held.size} rows, signed by this head office.")


def _marks(premises: Premises) -> Finding:
    users = premises.branch.state.users()
    waiting = sum(len(state.pending) for state in users.values())
    return sound(f"The marks can be read: users {len(users)}, open requests {waiting}.")


def _enrolments(premises: Premises) -> Finding:
    enrolments = premises.branch.enrolments
    users = enrolments.users()
    for user in users:
        try:
            newest = enrolments.newest(user)
        except Failure as error:
            return failure(error.sentence, "ridgekey-branch import PACKAGE", CORRUPT)
        if newest is not None:
            newest.secret.wipe()
    if not users:
        return warning("No enrolment was imported yet.", "ridgekey-branch import PACKAGE")
    return sound(f"Users enrolled here: {len(users)}; each enrolment opens.")


def _models(premises: Premises) -> Finding:
    shelf = shelf_of(premises.home)
    held = shelf.held()
    for item in held:
        shelf.prove(item)
    return sound(f"{len(held)} models and verifiers give the golden answers on this machine.")


def _head_office(premises: Premises) -> Finding:
    try:
        release = printable(premises.greeting.release[:_LONGEST_RELEASE])
    except Failure as error:
        remedy = _REMEDIES.get(error.code)
        if remedy is None:
            raise
        name = premises.branch.identity.name
        return failure(error.sentence, remedy.replace("NAME", name), error.exit_code)
    return sound(f"It answers on {premises.branch.address}, with release {release}.")


def _clock(premises: Premises) -> Finding:
    if not premises.greeting.time_us:
        return warning("The head office's release does not say its time.", "date -u")
    apart = abs(premises.clock.now().timestamp() - premises.greeting.time_us / 1e6)
    if apart > _APART_SECONDS:
        sentence = f"This clock and the head office's are {apart:,.0f} seconds apart."
        return failure(sentence, SET_CLOCK, LOCAL)
    return sound("This clock and the head office's agree within five minutes.")


def _key_agreement(premises: Premises) -> Finding:
    group = premises.greeting.tls_group
    if group == HYBRID_GROUP:
        return sound(f"The connection was agreed on by {HYBRID_GROUP}.")
    if not group:
        return warning(
            "The head office's release does not say how the line was agreed on.", "ridgekey-branch status"
        )
    sentence = f"The connection was not agreed on by {HYBRID_GROUP}; recordings of it may be opened later."
    return failure(sentence, _NEWER_TLS, DENIED)
