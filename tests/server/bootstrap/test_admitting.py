"""Admitting branches and granting users: registry and papers agree, also when two act at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.bootstrap import admitting
from server.bootstrap.admitting import admit_branch, request_of
from server.bootstrap.granting import grant_with_package
from server.ports import Actor, Office
from server.services.administration import add_user, list_branches, show_user
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import parse_admission
from shared.crypto.packages import hpke_public_key, open_package
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment
from tests.loopback import enrol, make_office
from tests.shared.crypto.joining_parties import BranchKeys, make_branch

ADMIN = Actor.local("ridgekey.internal", "a test")
BASRA = make_branch("basra")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A head office with the tiny model."""
    made = make_office(tmp_path / "ho")
    yield made
    made.database.close()


def papers(office: Office) -> list[str]:
    """What is kept of branches."""
    return sorted(path.suffix for path in (office.config.home / "branches").iterdir())


def test_the_registry_names_the_certificate_of_the_admission(office: Office) -> None:
    admission = parse_admission(admit_branch(office, BASRA.request, ADMIN))
    (branch,) = list_branches(office)
    assert branch.certificate_sha256 == certificate_sha256(admission.certificate)
    assert branch.certificate_expires_at == admission.certificate.not_valid_after_utc
    assert admission.head_office_uri == office.config.identity.uri
    assert admission.address == office.config.listen
    assert request_of(office, branch).hpke_public_key == hpke_public_key(BASRA.hpke)


def test_what_the_registry_refuses_leaves_no_papers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Failure(Code.AUDIT_UNAVAILABLE)

    monkeypatch.setattr(admitting, "approve_branch", refuse)
    with pytest.raises(Failure):
        admit_branch(office, BASRA.request, ADMIN)
    assert (papers(office), list_branches(office)) == ([], ())


def test_two_at_once_admit_one_branch_with_its_own_papers(office: Office) -> None:
    others = [make_branch("basra"), BranchKeys("basra", make_branch("x").tls, make_branch("x").hpke)]
    barrier, outcomes = threading.Barrier(2), []

    def admit(keys: BranchKeys) -> None:
        barrier.wait(60)
        try:
            outcomes.append(parse_admission(admit_branch(office, keys.request, ADMIN)).certificate)
        except Failure as failure:
            outcomes.append(failure.code)

    threads = [threading.Thread(target=admit, args=(keys,)) for keys in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (branch,) = list_branches(office)
    (admitted,) = (outcome for outcome in outcomes if outcome is not Code.CONFLICT)
    assert len(outcomes) == 2
    assert request_of(office, branch).public_key == admitted.public_key()
    assert papers(office) == [".admission", ".request"]


@pytest.mark.parametrize("suffix", [".request", ".admission"])
@pytest.mark.parametrize("change", ["gone", "altered"])
def test_papers_that_are_not_the_approved_ones_are_refused(office: Office, suffix: str, change: str) -> None:
    admit_branch(office, BASRA.request, ADMIN)
    (branch,) = list_branches(office)
    (path,) = (office.config.home / "branches").glob(f"*{suffix}")
    data = path.read_bytes()
    path.unlink()
    if change == "altered":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(Failure, match="papers of branch basra") as refused:
        request_of(office, branch)
    assert refused.value.code is Code.INTEGRITY


def test_a_grant_gives_the_branch_exactly_the_enrolment(office: Office) -> None:
    admission = parse_admission(admit_branch(office, BASRA.request, ADMIN))
    enrol(office, 17, (Finger.LEFT_INDEX, Finger.LEFT_THUMB))
    generation, package = grant_with_package(office, 17, "basra", ADMIN)
    address, plain = open_package(package, admission.identity.uri, BASRA.hpke, admission.package_key)
    assert (address.user, address.generation, generation) == (17, 1, 1)
    assert plain == office.enrolments.get(17, 1).encode()
    assert Enrolment.decode(plain).fingers == (Finger.LEFT_INDEX, Finger.LEFT_THUMB)
    assert show_user(office, 17).branches == ("basra",)


def test_a_user_without_an_enrolment_is_not_granted(office: Office) -> None:
    admit_branch(office, BASRA.request, ADMIN)
    add_user(office, 17, ADMIN)
    with pytest.raises(Failure, match="ridgekey user enrol 17") as refused:
        grant_with_package(office, 17, "basra", ADMIN)
    assert refused.value.code is Code.CONFLICT
    assert show_user(office, 17).branches == ()
