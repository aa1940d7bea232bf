"""To whom an image is released, as options say it."""

from __future__ import annotations

from typing import Annotated

from server.ports import Release
from shared.errors import Code, Failure
from shared.identifiers import IdRange, parse_branch_name
from shared.terminal.options import option

ForOption = Annotated[str, option("--for", help="Release to these users.", metavar="USER[,USER…]")]
BranchesOption = Annotated[str, option("--branch", help="Release to these branches.", metavar="NAME[,NAME…]")]
EveryoneOption = Annotated[bool, option("--everyone", help="Release to everyone.")]


def parse_release(id_range: IdRange, users: str, branches: str, everyone: bool) -> Release:
    """Read the one of the three options that was given.

    Raises:
        Failure: ``INVALID_INPUT`` unless it is exactly one, ``ID_OUT_OF_RANGE``.
    """
    if [bool(users), bool(branches), everyone].count(True) != 1:
        sentence = "Say to whom it is released by one of --everyone, --for 17,331 or --branch basra."
        raise Failure(Code.INVALID_INPUT, sentence, field="release")
    return Release(
        everyone,
        tuple(id_range.parse(each.strip()) for each in users.split(",")) if users else (),
        tuple(parse_branch_name(each.strip()) for each in branches.split(",")) if branches else (),
    )
