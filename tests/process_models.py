"""A head office and a branch with the shipped model, as their own processes open them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from server.bootstrap.head_office import open_head_office
from server.ports import Office
from shared.identifiers import Finger
from tests.loopback import enrol, grant, join, make_office


def office_and_branch_of_processes(folder: Path) -> tuple[Office, Branch]:
    """Both ends in a folder; user 17 is enrolled by one finger and granted to the branch."""
    office = make_office(folder / "head-office")
    office = replace(office, models=open_head_office(office.config.home).models)
    basra = join(office, folder / "basra", "basra", attempts=1)
    basra = replace(basra, models=open_branch(basra.config.home).models)
    enrol(office, 17, (Finger.LEFT_INDEX,))
    grant(office, 17, basra, folder)
    return office, basra
