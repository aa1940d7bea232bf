"""Takes people in, one after the other: looks at what each needs first, then does what is left to do.

What is done already is not done again, so that an import that was stopped is simply repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from server.bootstrap.granting import grant_with_package
from server.cli.user.people import Person
from server.cli.user.prints import prints_of_folder
from server.ports import Actor, BranchStatus, GenerationStatus, Office, UserStatus
from server.services.administration import add_user, enrol_user, show_branch, show_user
from server.services.administration.list_users import UserView
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.atomic import write_file

ADD = "add"
ENROL = "enrol"


@dataclass(frozen=True)
class Intake:
    """What one person needs, or what was done for the person.

    Attributes:
        person: the line of the list.
        add: the user is to be added.
        fingers: how many are to be enrolled; 0 when none.
        branches: to which the user is to be granted.
        trouble: why the person cannot be taken in.
    """

    person: Person
    add: bool = False
    fingers: int = 0
    branches: tuple[str, ...] = ()
    trouble: Failure | None = None

    @property
    def steps(self) -> list[str]:
        """What there is to do, in order."""
        grants = [f"grant {branch}" for branch in self.branches]
        return [ADD] * self.add + [ENROL] * (self.fingers > 0) + grants

    def view(self) -> dict[str, Any]:
        """The row that people and programs are shown."""
        trouble = self.trouble
        return {
            "line": self.person.line,
            "user": self.person.user,
            "steps": self.steps,
            "fingers": self.fingers,
            "reason": trouble and trouble.code.value,
            "trouble": trouble and trouble.sentence,
        }


def plan_intake(office: Office, person: Person, packages: Path | None) -> Intake:
    """Look at what a person needs; every print is read, and nothing is changed.

    Args:
        office: the head office.
        person: the line of the list.
        packages: folder that the sealed enrolments go to.

    Returns:
        The steps that are left, with the failure that stands in their way, if one does.
    """
    try:
        view = _view(office, person.user)
        fingers = _fingers(person) if _enrols(person, view) else 0
        branches = tuple(name for name in person.branches if _grants(office, person, view, name, packages))
        if branches and not fingers and (view is None or view.enrolment is not GenerationStatus.ACTIVE):
            raise Failure(Code.CONFLICT, f"User {person.user} has no enrolment to grant; name prints.")
    except Failure as failure:
        return Intake(person, trouble=failure)
    return Intake(person, view is None, fingers, branches)


def take_in(office: Office, intake: Intake, network: Network, actor: Actor, packages: Path | None) -> Intake:
    """Do what is left to do for a person.

    Args:
        office: the head office.
        intake: as planned.
        network: the model of the enrolment.
        actor: who imports, and why.
        packages: folder that the sealed enrolments go to; it exists.

    Returns:
        The steps that were done, and the failure that ended them, if one did.
    """
    person, done = intake.person, Intake(intake.person)
    try:
        if intake.add:
            add_user(office, person.user, actor)
            done = replace(done, add=True)
        if intake.fingers and person.prints is not None:
            enrol_user(office, person.user, prints_of_folder(person.prints, person.user), network, actor)
            done = replace(done, fingers=intake.fingers)
        for branch in intake.branches:
            package = grant_with_package(office, person.user, branch, actor)[1]
            write_file(package_of(packages, person.user, branch), package)
            done = replace(done, branches=(*done.branches, branch))
    except Failure as failure:
        return replace(done, trouble=failure)
    return done


def package_of(packages: Path | None, user: int, branch: str) -> Path:
    """Where the enrolment of a user that is sealed for a branch goes.

    Raises:
        Failure: ``INVALID_INPUT`` when no folder was named.
    """
    if packages is None:
        sentence = "Say where the branches' sealed enrolments go, with --packages DIR."
        raise Failure(Code.INVALID_INPUT, sentence, field="packages")
    return packages / f"{user}-{branch}.enrolment"


def _view(office: Office, user: int) -> UserView | None:
    try:
        view = show_user(office, user)
    except Failure as failure:
        if failure.code is not Code.NOT_FOUND:
            raise
        return None
    if view.status is not UserStatus.ACTIVE:
        raise Failure(Code.USER_EXITED, f"User {user} is on the exit list; readmit the user first.")
    return view


def _fingers(person: Person) -> int:
    return 0 if person.prints is None else len(prints_of_folder(person.prints, person.user))


def _enrols(person: Person, view: UserView | None) -> bool:
    return person.prints is not None and (view is None or view.enrolment is not GenerationStatus.ACTIVE)


def _grants(
    office: Office, person: Person, view: UserView | None, branch: str, packages: Path | None
) -> bool:
    if show_branch(office, branch).branch.status is BranchStatus.REVOKED:
        raise Failure(Code.BRANCH_REVOKED, f"Branch {branch} was revoked, and that is for ever.")
    # An enrolment anew needs a package anew, whatever lies there of the one before.
    served = view is not None and branch in view.branches and not _enrols(person, view)
    return not (served and package_of(packages, person.user, branch).exists())
