"""The branch's side of joining: whole homes, verified admissions, enrolments of this branch only."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from branch_client.certificates import ADMISSION_FILE, load_admission
from branch_client.joining import (
    accept_admission,
    found_branch,
    import_package,
)
from shared.crypto.joining import parse_request
from shared.crypto.packages import Address, seal_package
from shared.errors import Code, Failure
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.home import Home, HomeKind, open_home
from tests.replay_randomness import ReplayRandomness
from tests.shared.crypto.joining_parties import NOW, BranchKeys, HeadOfficeKeys, branch_identity, flipped
from tests.shared.stores.sealed_parts import some_enrolment

OFFICE = HeadOfficeKeys()
RANDOMNESS = ReplayRandomness("branch")


def found(folder: Path, name: str = "basra") -> tuple[Home, bytes]:
    """A new branch's home, and the admission that answers its request."""
    made = found_branch(folder / name, name, None, RANDOMNESS)
    asked = parse_request(made.request.read_bytes())
    keys = BranchKeys(name, _Known(asked.public_key), None)
    return open_home(folder / name, HomeKind.BRANCH), OFFICE.admission(keys)


class _Known:
    """A key of which only the public half is known."""

    def __init__(self, public: object) -> None:
        self._public = public

    def public_key(self) -> object:
        """The public half."""
        return self._public


@pytest.fixture
def basra(tmp_path: Path) -> Home:
    """A branch that was admitted."""
    home, admission = found(tmp_path)
    accept_admission(home, admission, NOW, RANDOMNESS)
    return home


def package(home: Home, enrolment: Enrolment, office: HeadOfficeKeys = OFFICE, **address: object) -> Path:
    """A package for a branch, in a file beside its home."""
    asked = parse_request((home.root / f"{home.text('name')}.request").read_bytes())
    to = {
        "branch_uri": branch_identity(home.text("name")).uri,
        "user": enrolment.user,
        "generation": enrolment.generation,
        **address,
    }
    path = home.root.parent / "some.enrolment"
    path.write_bytes(
        seal_package(Address(**to), enrolment.encode(), asked.hpke_public_key, office.package_key)
    )
    return path


def held(home: Home) -> tuple[int, ...]:
    """The generations of user 17 that a branch holds."""
    return EnrolmentStore.of(home, home.master_key(), RANDOMNESS).generations(17)


def test_a_new_branch_has_keys_and_a_request(tmp_path: Path) -> None:
    made = found_branch(tmp_path / "basra", "basra", None, RANDOMNESS)
    asked = parse_request(made.request.read_bytes())
    assert (asked.name, asked.fingerprint) == ("basra", made.fingerprint)
    assert made.request == tmp_path / "basra" / "basra.request"


def test_the_request_goes_where_it_is_wanted(tmp_path: Path) -> None:
    made = found_branch(tmp_path / "basra", "basra", tmp_path / "for the head office", RANDOMNESS)
    assert parse_request(made.request.read_bytes()).fingerprint == made.fingerprint


@pytest.mark.parametrize(
    ("name", "request_place"),
    [
        pytest.param("Basra", None, id="a capital"),
        pytest.param("../basra", None, id="a path"),
        pytest.param("", None, id="no name"),
        pytest.param("bas\0ra", None, id="NUL"),
        pytest.param("basra", "missing/file", id="no folder for the request"),
    ],
)
def test_a_branch_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, name: str, request_place: str | None
) -> None:
    request = None if request_place is None else tmp_path / request_place
    with pytest.raises(Failure) as refused:
        found_branch(tmp_path / "home", name, request, RANDOMNESS)
    assert refused.value.code is Code.INVALID_INPUT
    assert list(tmp_path.iterdir()) == []


def test_an_admission_is_kept_as_it_was_signed(basra: Home) -> None:
    admission = load_admission(basra)
    assert admission.identity == branch_identity("basra")
    assert (basra.root / ADMISSION_FILE).stat().st_mode & 0o777 == 0o600


def test_without_an_admission_the_next_step_is_named(tmp_path: Path) -> None:
    home, _ = found(tmp_path)
    with pytest.raises(Failure, match="ridgekey-branch accept") as refused:
        load_admission(home)
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.parametrize(
    ("admission", "moment", "code"),
    [
        pytest.param("another branch's", NOW, Code.PERMISSION_DENIED, id="another branch"),
        pytest.param("altered", NOW, Code.INTEGRITY, id="one bit altered"),
        pytest.param(
            "own", NOW - dt.timedelta(days=1), Code.CLOCK_WRONG, id="a clock before the certificate"
        ),
        pytest.param("own", NOW + dt.timedelta(days=9999), Code.CERTIFICATE_EXPIRED, id="a clock after it"),
    ],
)
def test_an_admission_that_is_refused_is_not_kept(
    tmp_path: Path, admission: str, moment: dt.datetime, code: Code
) -> None:
    home, own = found(tmp_path)
    data = {"own": own, "altered": flipped(own, 700), "another branch's": found(tmp_path, "mosul")[1]}[
        admission
    ]
    with pytest.raises(Failure) as refused:
        accept_admission(home, data, moment, RANDOMNESS)
    assert refused.value.code is code
    assert not (home.root / ADMISSION_FILE).exists()


def test_an_admission_altered_on_disk_is_refused(basra: Home) -> None:
    path = basra.root / ADMISSION_FILE
    path.write_bytes(flipped(path.read_bytes(), 500))
    with pytest.raises(Failure) as refused:
        load_admission(basra)
    assert refused.value.code is Code.INTEGRITY


def test_an_enrolment_is_imported_whole(basra: Home) -> None:
    enrolment = some_enrolment(17, 3)
    imported = import_package(basra, package(basra, enrolment), RANDOMNESS)
    assert imported.encode() == enrolment.encode()
    stored = EnrolmentStore.of(basra, basra.master_key(), RANDOMNESS).get(17, 3)
    assert stored.encode() == enrolment.encode()


def test_importing_again_changes_nothing(basra: Home) -> None:
    path = package(basra, some_enrolment(17, 3))
    for _ in range(2):
        import_package(basra, path, RANDOMNESS)
    assert held(basra) == (3,)


def test_a_new_generation_is_kept_beside_the_old_one(basra: Home) -> None:
    for generation in (1, 2):
        import_package(basra, package(basra, some_enrolment(17, generation)), RANDOMNESS)
    assert held(basra) == (1, 2)


def test_an_older_generation_is_refused(basra: Home) -> None:
    import_package(basra, package(basra, some_enrolment(17, 3)), RANDOMNESS)
    with pytest.raises(Failure, match="generation 2 of user 17, but this branch holds 3") as refused:
        import_package(basra, package(basra, some_enrolment(17, 2)), RANDOMNESS)
    assert refused.value.code is Code.GENERATION_STALE
    assert held(basra) == (3,)


@pytest.mark.parametrize(
    ("office", "address", "code"),
    [
        pytest.param(HeadOfficeKeys("impostor"), {}, Code.INTEGRITY, id="another head office"),
        pytest.param(
            OFFICE, {"branch_uri": branch_identity("mosul").uri}, Code.PERMISSION_DENIED, id="another branch"
        ),
        pytest.param(OFFICE, {"user": 18}, Code.INTEGRITY, id="another user outside"),
        pytest.param(OFFICE, {"generation": 9}, Code.INTEGRITY, id="another generation outside"),
    ],
)
def test_a_package_that_is_refused_is_not_kept(
    basra: Home, office: HeadOfficeKeys, address: dict[str, object], code: Code
) -> None:
    path = package(basra, some_enrolment(17, 3), office, **address)
    with pytest.raises(Failure) as refused:
        import_package(basra, path, RANDOMNESS)
    assert refused.value.code is code
    assert list(basra.enrolments.iterdir()) == []
