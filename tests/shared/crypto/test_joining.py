"""Requests and admissions (protocol §9.1, §9.2): read back whole, refused when any byte differs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shared.crypto.joining import (
    Admission,
    make_admission,
    make_request,
    parse_admission,
    parse_fingerprint,
    parse_request,
)
from shared.crypto.packages import hpke_public_key
from shared.crypto.signatures import signing_public_key
from shared.crypto.signed_papers import check_admits
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.shared.crypto.joining_parties import (
    DOMAIN,
    HEAD_OFFICE,
    NOW,
    HeadOfficeKeys,
    branch_identity,
    make_branch,
    refusals,
)

BASRA = make_branch("basra")
MOSUL = make_branch("mosul")
OFFICE = HeadOfficeKeys()
REQUEST = BASRA.request
ADMISSION = OFFICE.admission(BASRA)


def test_a_request_says_who_asks_and_with_which_keys() -> None:
    asked = parse_request(REQUEST)
    assert (asked.name, asked.hpke_public_key) == ("basra", hpke_public_key(BASRA.hpke))
    assert asked.public_key == BASRA.tls.public_key()
    assert asked.fingerprint == hashlib.sha256(REQUEST).hexdigest()


def test_an_admission_says_all_that_a_branch_must_know() -> None:
    admitted = parse_admission(ADMISSION)
    assert admitted.identity == branch_identity("basra")
    assert admitted.authority == OFFICE.authority.certificate
    assert (admitted.head_office_uri, admitted.address) == (HEAD_OFFICE.uri, "127.0.0.1:7443")
    assert admitted.package_key == signing_public_key(OFFICE.package_key)
    check_admits(admitted, "basra", BASRA.tls.public_key())


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@pytest.mark.parametrize(
    ("parse", "data"),
    [
        pytest.param(parse_request, REQUEST, id="request"),
        pytest.param(parse_admission, ADMISSION, id="admission"),
    ],
)
def test_one_altered_bit_is_refused(parse: Callable[[bytes], object], data: bytes) -> None:
    assert refusals(parse, data, range(len(data))) == {Code.INTEGRITY}


@pytest.mark.parametrize("cut", [0, 1, 4, len(ADMISSION) // 2, len(ADMISSION) - 1])
def test_a_cut_file_is_refused(cut: int) -> None:
    for parse, data in ((parse_request, REQUEST), (parse_admission, ADMISSION)):
        with pytest.raises(Failure) as refused:
            parse(data[: min(cut, len(data) - 1)])
        assert refused.value.code is Code.INTEGRITY


def test_trailing_bytes_are_refused() -> None:
    for parse, data in ((parse_request, REQUEST), (parse_admission, ADMISSION)):
        with pytest.raises(Failure):
            parse(data + b"\n")


def test_one_file_does_not_stand_in_for_the_other() -> None:
    with pytest.raises(Failure):
        parse_admission(REQUEST)
    with pytest.raises(Failure):
        parse_request(ADMISSION)


def test_a_request_of_another_kind_of_key_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(Failure) as refused:
        parse_request(make_request("basra", other, hpke_public_key(BASRA.hpke)))
    assert refused.value.code is Code.INTEGRITY


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("../basra", id="a path"),
        pytest.param("bas\0ra", id="NUL"),
        pytest.param("Basra", id="capital"),
        pytest.param("b" * 64, id="too long"),
    ],
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(Failure) as refused:
        make_request(name, BASRA.tls, hpke_public_key(BASRA.hpke))
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("name", "keys", "says"),
    [
        pytest.param("mosul", MOSUL, "for branch basra, not for mosul", id="another branch"),
        pytest.param("basra", make_branch("other keys"), "another request", id="other keys"),
    ],
)
def test_an_admission_admits_the_branch_that_asked(name: str, keys: object, says: str) -> None:
    with pytest.raises(Failure, match=says) as refused:
        check_admits(parse_admission(ADMISSION), name, keys.tls.public_key())
    assert refused.value.code is Code.PERMISSION_DENIED


def signed_by(office: HeadOfficeKeys, **changes: object) -> bytes:
    """An admission that an authority signed with something else in it."""
    good = parse_admission(OFFICE.admission(BASRA))
    return make_admission(office.authority, Admission(**{**vars(good), **changes}))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(signed_by(HeadOfficeKeys("impostor")), id="signed by another authority"),
        pytest.param(
            signed_by(OFFICE, authority=HeadOfficeKeys("impostor").authority.certificate),
            id="authority",
        ),
        pytest.param(signed_by(OFFICE, certificate=OFFICE.authority.certificate), id="no leaf"),
        pytest.param(
            signed_by(
                OFFICE,
                certificate=OFFICE.authority.issue(
                    HEAD_OFFICE, BASRA.tls.public_key(), NOW, OFFICE.randomness
                ),
            ),
            id="a server's certificate for a branch",
        ),
        pytest.param(
            signed_by(OFFICE, head_office_uri=Identity("elsewhere.example", Role.HEAD_OFFICE).uri),
            id="a head office of another domain",
        ),
        pytest.param(
            signed_by(OFFICE, head_office_uri=Identity(DOMAIN, Role.BRANCH, "mosul").uri),
            id="a branch",
        ),
        pytest.param(signed_by(OFFICE, package_key=bytes(31)), id="a short package key"),
        pytest.param(signed_by(OFFICE, log_key=b""), id="no log key"),
    ],
)
def test_a_signature_alone_does_not_make_an_admission(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        parse_admission(data)
    assert refused.value.code is Code.INTEGRITY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ab" * 32, id="plain"),
        pytest.param("AB" * 32, id="capitals"),
        pytest.param(":".join(["ab"] * 32), id="colons"),
        pytest.param(" ".join(["abab"] * 16) + "\n", id="groups"),
    ],
)
def test_a_fingerprint_is_read_as_people_write_it(text: str) -> None:
    assert parse_fingerprint(text) == "ab" * 32


@pytest.mark.parametrize("text", ["", "ab", "xy" * 32, "ab" * 33])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(Failure) as refused:
        parse_fingerprint(text)
    assert refused.value.code is Code.INVALID_INPUT
