"""``ridgekey user enrol``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from server.cli.choosing import refuse_elsewhere
from server.cli.office import administrator, opened
from server.cli.user.arguments import UserArgument
from server.cli.user.prints import PRINTS_STAY, prints_of_folder, synthetic_prints
from server.services.administration import EnrolmentSummary, enrol_user, require_enrollable, show_user
from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey user enrol 17 --prints prints/17"


def enrol(
    user: UserArgument,
    prints: Annotated[
        Path | None,
        option(
            "--prints",
            help="Folder of prints: this user's SOCOFing files, or one to ten images in name order.",
            metavar="DIR",
        ),
    ] = None,
    synthetic: Annotated[
        int | None,
        option("--synthetic", help="Make ten synthetic prints instead, for trials.", metavar="SEED"),
    ] = None,
    prepare: Annotated[
        bool, option("--prepare", help="Leave the current one in force until `user activate`.")
    ] = False,
    replace: Annotated[
        bool, option("--replace", help="End the enrolment in force, at every branch that serves the user.")
    ] = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Enrol a user's fingers: every print is tried, and a new generation begins."""
    refuse_elsewhere(PRINTS_STAY)
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        _require_one_way(prepare=prepare, replace=replace)
        require_enrollable(office, number, replace=prepare or replace)  # before prints, which take a while
        chosen = _prints(number, prints, synthetic)
        with progress("Trying every finger"):
            network = office.models.current()
            actor = administrator(office, reason)
            summary = enrol_user(office, number, chosen, network, actor, prepare=prepare, replace=replace)
        branches = show_user(office, number).branches
    show_record(_view(summary), output_format)
    note(_prepared(summary) if prepare else _enrolled(number, branches))


def _require_one_way(*, prepare: bool, replace: bool) -> None:
    if prepare and replace:
        sentence = "Give one of --prepare, which leaves the current enrolment in force, or --replace."
        raise Failure(Code.INVALID_INPUT, sentence)


def _prepared(summary: EnrolmentSummary) -> str:
    return f"Generation {summary.generation} waits for `ridgekey user activate {summary.user}`."


def _enrolled(user: int, branches: Sequence[str]) -> str:
    where = f" for each of {', '.join(branches)}" if branches else ""
    return f"User {user} is enrolled; next is `ridgekey user grant {user} BRANCH -o FILE`{where}."


def _prints(user: int, folder: Path | None, seed: int | None) -> Mapping[Finger, Print]:
    if folder is not None and seed is None:
        return prints_of_folder(folder, user)
    if seed is not None and folder is None:
        with progress("Growing ten fingers") as line:
            return synthetic_prints(seed, user, line)
    raise Failure(Code.INVALID_INPUT, "Give the prints by one of --prints DIR or --synthetic SEED.")


def _view(summary: EnrolmentSummary) -> dict[str, Any]:
    return {
        "user": summary.user,
        "generation": summary.generation,
        "fingers": [finger.label for finger in summary.fingers],
        "model": summary.model_digest.hex(),
    }
