"""``ridgekey user import``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from server.cli.choosing import refuse_elsewhere
from server.cli.office import administrator, opened
from server.cli.user.intake import Intake, package_of, plan_intake, take_in
from server.cli.user.people import Person, read_people
from server.cli.user.prints import PRINTS_STAY
from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FOLDER
from shared.terminal.formats import Format
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

EXAMPLE = "ridgekey user import people.csv --packages packages --dry-run"

Given = TypeVar("Given")


def import_people(
    people: Annotated[
        Path,
        typer.Argument(
            help="CSV file; its first line names the columns user, prints (a folder) and branches.",
            metavar="FILE",
        ),
    ],
    packages: Annotated[
        Path | None,
        option("--packages", help="Folder for the enrolments sealed for branches.", metavar="DIR"),
    ] = None,
    dry_run: Annotated[
        bool, option("--dry-run", help="Read every print and say what would be done; change nothing.")
    ] = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Add, enrol and grant many users; what is done already is left as it is.

    Nothing is done unless every line can be.
    """
    refuse_elsewhere(PRINTS_STAY)
    with opened(home) as office:
        listed = read_people(people, office.config.id_range)
        _require_packages(listed, packages)
        planned = _each("Reading prints", listed, lambda person: plan_intake(office, person, packages))
        refused = [intake for intake in planned if intake.trouble is not None]
        if dry_run or refused:
            _show(planned, output_format, "Nothing was changed.")
            note(
                f"{_busy(planned)} of {len(planned)} users have steps left; without --dry-run they are taken."
            )
            return
        if packages is not None:
            _make_folder(packages)
        network, actor = office.models.current(), administrator(office, reason)
        taken = _each("Taking in", planned, lambda each: take_in(office, each, network, actor, packages))
    _show(taken, output_format, "What was done stays; mend the rest and import the list again.")
    note(f"{_busy(taken)} of {len(taken)} users were taken in; the others were in already.")


def _require_packages(listed: Sequence[Person], packages: Path | None) -> None:
    for person in listed:
        for branch in person.branches:
            package_of(packages, person.user, branch)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"{folder} cannot be made: {error.strerror}.") from None


def _each(what: str, things: Sequence[Given], work: Callable[[Given], Intake]) -> list[Intake]:
    done: list[Intake] = []
    with progress(what) as line:
        for thing in things:
            done.append(work(thing))
            line(len(done), len(things))
    return done


def _busy(intakes: Sequence[Intake]) -> int:
    return sum(bool(intake.steps) for intake in intakes)


def _show(intakes: Sequence[Intake], output_format: Format | None, consequence: str) -> None:
    """Show every row; the first trouble is the command's failure."""
    columns = ("line", "user", "steps", "fingers", "trouble")
    show_items(columns, [intake.view() for intake in intakes], output_format)
    troubles = [(intake.person.line, intake.trouble) for intake in intakes if intake.trouble is not None]
    if troubles:
        line, first = troubles[0]
        found = f"{len(troubles)} of {len(intakes)} lines are in trouble, first line {line}: {first.sentence}"
        raise Failure(first.code, f"{found} {consequence}", field="people")
