"""Identifiers are checked where they enter, before any look-up."""

from __future__ import annotations

import pytest

from shared.errors import Code, Failure
from shared.identifiers import (
    Finger,
    Identity,
    IdRange,
    Role,
    parse_branch_name,
    parse_identity,
    parse_image_id,
)

NOT_IDS = [
    "",
    " ",
    "0",
    "601",
    "-1",
    "1.0",
    "1 ",
    " 1",
    "+1",
    "+ 1",
    "0x11",
    "1e2",
    "siebzehn",
    "٣",
    "9" * 30,
    "1\x00",
]


@pytest.mark.parametrize("text", NOT_IDS)
def test_what_is_no_user_id_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(Failure) as caught:
        IdRange().parse(text)
    assert caught.value.code is Code.ID_OUT_OF_RANGE
    assert caught.value.field == "user"
    assert caught.value.sentence == "A user ID is a whole number from 1 to 600."
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("text", "user"), [("1", 1), ("17", 17), ("600", 600), ("017", 17)])
def test_user_ids_in_range(text: str, user: int) -> None:
    assert IdRange().parse(text) == user


def test_the_range_is_the_deployments() -> None:
    assert IdRange(10, 12).check(12) == 12
    with pytest.raises(Failure):
        IdRange(10, 12).check(9)
    with pytest.raises(Failure):
        IdRange().check(True)


def test_fingers_keep_the_papers_order() -> None:
    labels = [finger.label for finger in Finger]
    assert labels[:5] == ["left_little", "left_ring", "left_middle", "left_index", "left_thumb"]
    assert labels[5:] == ["right_little", "right_ring", "right_middle", "right_index", "right_thumb"]


@pytest.mark.parametrize("name", ["basra", "b", "ward-7", "a" * 63])
def test_branch_names(name: str) -> None:
    assert parse_branch_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "Basra", "-a", "a-", "a/b", "..", "a b", "a\n", "a\x00", "a" * 64, "bäsra"]
)
def test_what_is_no_branch_name(name: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_branch_name(name)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("image", ["xray-7", "a", "MRI_2.v1", "A" * 64])
def test_image_ids(image: str) -> None:
    assert parse_image_id(image) == image


NOT_IMAGE_IDS = ["", ".", "..", "a..b", "/etc", "a/b", "a\\b", "a\x00", ".a", "a.", "a\n", "A" * 65, "ａ"]


@pytest.mark.parametrize("image", NOT_IMAGE_IDS)
def test_what_is_no_image_id(image: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_image_id(image)
    assert caught.value.exit_code == 2


IDENTITIES = [
    ("spiffe://ridgekey.internal/branch/basra", Identity("ridgekey.internal", Role.BRANCH, "basra")),
    ("spiffe://ridgekey.internal/head-office", Identity("ridgekey.internal", Role.HEAD_OFFICE)),
    ("spiffe://ridgekey.internal/admin/local", Identity("ridgekey.internal", Role.ADMIN, "local")),
]


@pytest.mark.parametrize(("uri", "identity"), IDENTITIES)
def test_identities_round_trip(uri: str, identity: Identity) -> None:
    assert parse_identity(uri) == identity
    assert identity.uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://ridgekey.internal/branch/basra",
        "spiffe:///branch/basra",
        "spiffe://ridgekey.internal/branch",
        "spiffe://ridgekey.internal/branch/",
        "spiffe://ridgekey.internal/branch/a/b",
        "spiffe://ridgekey.internal/branch/Basra",
        "spiffe://ridgekey.internal/head-office/x",
        "spiffe://ridgekey.internal/root/x",
        "spiffe://ridgekey.internal",
    ],
)
def test_other_uris_are_nobody(uri: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_identity(uri)
    assert caught.value.code is Code.UNAUTHENTICATED
