"""A head office goes over to a model of its own: branches without it are told so, and then have it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lab.demo.parties import BranchOffice, HeadOffice
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS
from tests.seeded_networks import TINY_PATH, tiny_network

USER = "17"


@pytest.mark.slow
def test_an_own_model_is_taken_up_by_both_ends(tmp_path: Path) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    basra, image = BranchOffice("basra", tmp_path / "basra"), tmp_path / "scan.png"
    image.write_bytes(next(PRINTS.glob("2__*")).read_bytes())
    sent = hashlib.sha256(image.read_bytes()).hexdigest()
    _set_up(head_office, basra, image, tmp_path)
    fetch = ("fetch", USER, "scan", "-o", tmp_path / "arrived.png")

    with head_office.serving(tmp_path / "first.log"):
        assert basra.ask(*fetch)["n"] == 1
        chosen = head_office.ask("config", "model", TINY_PATH)
        assert basra.ask(*fetch)["n"] == 2  # the server goes on with the model that it began with
    assert chosen["users_tried"] == 1

    with head_office.serving(tmp_path / "second.log"):
        refused = basra.run(*fetch)
        assert (refused.reason, refused.exit_code) == ("MODEL_MISMATCH", 1)
        assert "ridgekey-branch model add" in refused.message
        added = basra.ask("model", "add", TINY_PATH)
        assert added["sha256"] == chosen["model"] == tiny_network().digest.hex()
        arrived = basra.ask(*fetch)
    assert (arrived["n"], arrived["sha256"]) == (3, sent)

    held = basra.ask("model", "list")["items"]
    assert {item["shipped"] for item in held if item["kind"] == "model"} == {True, False}
    shown = head_office.ask("config", "show")
    assert shown["model"] == chosen["model"]
    assert len([item for item in shown["held"] if item.startswith("model ")]) == 2


def _set_up(head_office: HeadOffice, basra: BranchOffice, image: Path, folder: Path) -> None:
    head_office.found()
    head_office.ask("config", "verification", "off")
    basra.join(head_office, folder)
    prints = folder / "prints"
    prints.mkdir()
    source = next(PRINTS.glob("1__*"))
    (prints / "scan-0.png").write_bytes(source.read_bytes())
    head_office.ask("user", "add", USER)
    head_office.ask("user", "enrol", USER, "--prints", prints)
    basra.receive(head_office, int(USER), folder)
    head_office.ask("image", "put", image, "--id", "scan", "--everyone")
