"""Enrolment packages (protocol §9.3): open at their own branch, and only as the head office signed them."""

from __future__ import annotations

import pytest

from shared.crypto.labels import Label
from shared.crypto.packages import (
    HPKE_PUBLIC_KEY_BYTES,
    Address,
    check_hpke_public_key,
    hpke_public_key,
    make_hpke_key,
    open_package,
    read_address,
    seal_package,
)
from shared.crypto.secret import Secret
from shared.crypto.signatures import make_signing_key, sign, signing_public_key
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness
from tests.shared.crypto.joining_parties import branch_identity, make_branch, refusals

BASRA = make_branch("basra")
MOSUL = make_branch("mosul")
ADDRESS = Address(branch_identity("basra").uri, 17, 3)
SIGNER = make_signing_key(ReplayRandomness("package key"))
SIGNED_BY = signing_public_key(SIGNER)
PLAIN = b"the enrolment of user 17" * 40


def sealed(address: Address = ADDRESS, signer: Secret = SIGNER) -> bytes:
    """A package to basra's key."""
    return seal_package(address, PLAIN, hpke_public_key(BASRA.hpke), signer)


PACKAGE = sealed()


def opened(package: bytes, branch: str = "basra", key: Secret = BASRA.hpke) -> tuple[Address, bytes]:
    """Open a package as a branch."""
    return open_package(package, branch_identity(branch).uri, key, SIGNED_BY)


def signed_anew(*changed: tuple[int, bytes]) -> bytes:
    """What the package key signs when items of :data:`PACKAGE` are others."""
    items = unlv(PACKAGE, 7)[:6]
    for place, item in changed:
        items[place] = item
    return lv(*items, sign(SIGNER, lv(*items)))


def test_a_package_opens_at_its_branch() -> None:
    assert opened(PACKAGE) == (ADDRESS, PLAIN)
    assert opened(sealed()) == (ADDRESS, PLAIN)
    assert read_address(PACKAGE, SIGNED_BY) == ADDRESS


def test_a_package_shows_nothing_of_what_it_holds() -> None:
    assert all(PLAIN[start : start + 16] not in PACKAGE for start in range(len(PLAIN) - 15))


def test_two_packages_of_one_enrolment_differ() -> None:
    assert unlv(sealed(), 7)[4] != unlv(sealed(), 7)[4]


def test_one_altered_bit_is_refused() -> None:
    assert refusals(opened, PACKAGE, range(len(PACKAGE))) == {Code.INTEGRITY}


@pytest.mark.parametrize(
    "package",
    [
        pytest.param(b"", id="empty"),
        pytest.param(PACKAGE[:-1], id="cut"),
        pytest.param(PACKAGE + b"\0", id="trailing"),
        pytest.param(sealed(signer=make_signing_key(ReplayRandomness("impostor"))), id="forged"),
    ],
)
def test_what_the_head_office_did_not_sign_is_refused(package: bytes) -> None:
    with pytest.raises(Failure, match="no intact enrolment package of this head office") as refused:
        opened(package)
    assert refused.value.code is Code.INTEGRITY


def test_what_the_package_key_signed_for_another_use_is_no_package() -> None:
    assert read_address(signed_anew(), SIGNED_BY) == ADDRESS
    enc, ciphertext = unlv(PACKAGE, 7)[4:6]
    cut_elsewhere = signed_anew((4, enc[:-1]), (5, enc[-1:] + ciphertext))
    for package in (signed_anew((0, Label.ADMISSION.encode())), cut_elsewhere):
        with pytest.raises(Failure) as refused:
            read_address(package, SIGNED_BY)
        assert refused.value.code is Code.INTEGRITY


def test_a_package_for_another_branch_is_refused_by_name() -> None:
    with pytest.raises(Failure, match="for branch basra") as refused:
        opened(PACKAGE, "mosul", MOSUL.hpke)
    assert refused.value.code is Code.PERMISSION_DENIED


def test_a_package_for_an_earlier_key_is_refused() -> None:
    with pytest.raises(Failure, match="earlier key") as refused:
        opened(PACKAGE, "basra", MOSUL.hpke)
    assert refused.value.code is Code.PERMISSION_DENIED


def test_a_ciphertext_does_not_move_to_another_address() -> None:
    # Even the package key cannot readdress what was sealed: HPKE's info binds branch, user and generation.
    package = signed_anew((3, lv(4)[4:]))
    assert read_address(package, SIGNED_BY).generation == 4
    with pytest.raises(Failure) as refused:
        opened(package)
    assert refused.value.code is Code.PERMISSION_DENIED


def test_hpke_keys_follow_from_the_randomness() -> None:
    made = [hpke_public_key(make_hpke_key(ReplayRandomness("same"))) for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) == HPKE_PUBLIC_KEY_BYTES
    check_hpke_public_key(made[0])


@pytest.mark.parametrize("length", [0, 1184, HPKE_PUBLIC_KEY_BYTES - 1, HPKE_PUBLIC_KEY_BYTES + 1])
def test_what_is_no_hpke_key_is_refused(length: int) -> None:
    with pytest.raises(Failure, match="branch's key for enrolment packages") as refused:
        check_hpke_public_key(bytes(length))
    assert refused.value.code is Code.MALFORMED


def test_a_stored_key_of_another_length_is_refused() -> None:
    with pytest.raises(Failure, match="stored key for enrolment packages") as refused:
        hpke_public_key(Secret(bytes(95)))
    assert refused.value.code is Code.INTEGRITY
