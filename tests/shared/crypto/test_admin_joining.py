"""How an administrator gets a certificate: any altered bit is refused, and so is anybody else's paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.admin_joining import (
    AdminAdmission,
    make_admin_admission,
    make_admin_request,
    parse_admin_admission,
    parse_admin_request,
)
from shared.crypto.certificates import Authority, create_authority
from shared.crypto.joining import parse_admission, parse_request
from shared.crypto.signed_papers import check_admits
from shared.crypto.tls_keys import make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.replay_randomness import ReplayRandomness

NOW = datetime(2026, 5, 4, tzinfo=UTC)
DOMAIN = "ridgekey.internal"
RANDOMNESS = ReplayRandomness("admin joining")
AUTHORITY, OTHER = (create_authority(DOMAIN, NOW, RANDOMNESS) for _ in range(2))
KEY = make_private_key(RANDOMNESS)
REQUEST = make_admin_request("zainab", KEY)


def admitted(
    role: Role = Role.ADMIN, issuer: Authority = AUTHORITY, uri: str = f"spiffe://{DOMAIN}/head-office"
) -> bytes:
    """An admission, of the authority unless said otherwise."""
    identity = Identity(DOMAIN, role, "" if role is Role.HEAD_OFFICE else "zainab")
    certificate = issuer.issue(identity, KEY.public_key(), NOW, RANDOMNESS)
    return make_admin_admission(
        AUTHORITY, AdminAdmission(certificate, AUTHORITY.certificate, uri, "127.0.0.1:7443")
    )


ADMISSION = admitted()


def code_of(read: object, *arguments: object) -> Code:
    with pytest.raises(Failure) as caught:
        read(*arguments)  # type: ignore[operator]
    return caught.value.code


def test_a_request_and_its_admission_fit() -> None:
    asked, admission = parse_admin_request(REQUEST), parse_admin_admission(ADMISSION)
    assert (asked.name, asked.public_key) == ("zainab", KEY.public_key())
    assert admission.identity == Identity(DOMAIN, Role.ADMIN, "zainab")
    check_admits(admission, "zainab", KEY.public_key())


@given(place=st.integers(0, len(REQUEST) - 1), flip=st.integers(1, 255))
def test_an_altered_request_is_refused(place: int, flip: int) -> None:
    altered = bytearray(REQUEST)
    altered[place] ^= flip
    assert code_of(parse_admin_request, bytes(altered)) is Code.INTEGRITY


@given(place=st.integers(0, len(ADMISSION) - 1), flip=st.integers(1, 255))
def test_an_altered_admission_is_refused(place: int, flip: int) -> None:
    altered = bytearray(ADMISSION)
    altered[place] ^= flip
    assert code_of(parse_admin_admission, bytes(altered)) is Code.INTEGRITY


@pytest.mark.parametrize(
    "admission",
    [
        pytest.param(admitted(role=Role.BRANCH), id="of a branch"),
        pytest.param(admitted(role=Role.HEAD_OFFICE), id="of a head office"),
        pytest.param(admitted(issuer=OTHER), id="a certificate of another authority"),
        pytest.param(admitted(uri="spiffe://elsewhere.example/head-office"), id="another domain's"),
        pytest.param(admitted(uri=f"spiffe://{DOMAIN}/branch/basra"), id="a branch as head office"),
        pytest.param(b"", id="nothing"),
        pytest.param(REQUEST, id="a request"),
    ],
)
def test_what_is_no_administrators_admission_is_refused(admission: bytes) -> None:
    assert code_of(parse_admin_admission, admission) is Code.INTEGRITY


def test_papers_of_branches_and_administrators_are_told_apart() -> None:
    assert code_of(parse_request, REQUEST) is Code.INTEGRITY
    assert code_of(parse_admission, ADMISSION) is Code.INTEGRITY


@pytest.mark.parametrize("name", ["", "local", "Zainab", "a b", "-a", "a" * 64, "zainab\n"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    assert code_of(make_admin_request, name, KEY) is Code.INVALID_INPUT


def test_an_admission_for_somebody_else_is_refused() -> None:
    admission = parse_admin_admission(ADMISSION)
    other = make_private_key(RANDOMNESS).public_key()
    assert code_of(check_admits, admission, "omar", KEY.public_key()) is Code.PERMISSION_DENIED
    assert code_of(check_admits, admission, "zainab", other) is Code.PERMISSION_DENIED
