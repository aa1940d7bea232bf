"""``ridgekey-lab keys``: on an enrolment of a home, and on the prints of a data set."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from lab.batteries.keys.key_sources import enrolled_maker
from lab.cli.app import build
from lab.datasets.print_set import PrintSet
from shared.biometrics.models import default_network
from shared.crypto.randomness import SystemRandomness
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import HomeKind, open_home
from shared.terminal.program import run
from tests.seeded_networks import tiny_network
from tests.staffed_homes import Homes


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny network in place of the shipped one."""
    sources = importlib.import_module("lab.batteries.keys.key_sources")
    monkeypatch.setattr(sources, "default_network", tiny_network)


def keys(*arguments: str | Path) -> int:
    return run(build(), "ridgekey-lab", ["keys", *map(str, arguments)])


def test_an_enrolment_of_a_head_office_is_tested_and_nothing_of_it_shown(
    staffed: Homes, capfd: pytest.CaptureFixture[str]
) -> None:
    before = staffed.everything()
    assert keys("--user", "17", "--message", "3", "--home", staffed.office, "--format", "json") == 0
    shown = capfd.readouterr()
    report = json.loads(shown.out)
    assert (report["user"], report["message"], report["bytes"]) == (17, 3, 1024)
    before_chen, after_chen = report["stages"].values()
    found = {one["name"]: one for one in after_chen}
    assert found["unstable"]["value"] == 0
    assert "secret" in report["caution"]
    assert len(before_chen) == len(after_chen) == 14
    assert staffed.everything() == before
    home = open_home(staffed.office, HomeKind.HEAD_OFFICE)
    with home.master_key() as master:
        enrolment = EnrolmentStore.of(home, master, SystemRandomness()).get(17, 1)
    (finger,) = enrolment.fingers
    assert report["finger"] == finger.label
    request = KeyRequest(17, 1, finger, 0, 3)
    with regenerate(request, enrolment.prints[finger], default_network()).key as key:
        data = key.export_bytes()
    for text in (shown.out, shown.err):
        assert data.hex()[:16] not in text
        assert str(list(data[:6]))[1:-1] not in text


def test_a_branchs_enrolment_gives_the_same_key(staffed: Homes) -> None:
    makers = [enrolled_maker(home, 17) for home in (staffed.office, staffed.basra)]
    assert [maker.generation for maker in makers] == [1, 1]
    with makers[0].key(2) as office, makers[1].key(2) as branch:
        assert office.equals_in_constant_time(branch)


@pytest.mark.usefixtures("tiny")
def test_people_are_shown_both_stages_and_told_what_it_does_not_mean(
    person: PrintSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, user = tmp_path / "set.npz", int(person.subjects[0])
    person.save(path)
    assert keys("--user", user, "--prints", path, "--format", "table") == 0
    shown = capsys.readouterr()
    assert "swarm's key, before Chen" in shown.out
    assert "biometric key, after Chen" in shown.out
    assert "of 14 limits are missed" in shown.out
    assert "No such figure shows that a key is secret" in shown.err
    assert "all pass" not in (shown.out + shown.err).lower()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--user", "600"], "User 600 has no enrolment", id="no enrolment"),
        pytest.param(["--user", "x"], "A user ID is a whole number", id="no user"),
        pytest.param(["--user", "17", "--message", "0"], "greater than or equal to 1", id="no message"),
        pytest.param(["--user", "17", "--message", str(2**63 - 1)], "less than or equal to", id="last"),
        pytest.param([], "--user", id="nobody"),
    ],
)
def test_what_cannot_be_tested_is_one_sentence(
    staffed: Homes, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys(*arguments, "--home", staffed.office) != 0
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_a_folder_that_is_no_home_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys("--user", "17", "--home", tmp_path) != 0
    assert "is not the home of a head office" in capsys.readouterr().err
