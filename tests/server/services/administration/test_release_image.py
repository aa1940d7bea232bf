"""Changing to whom an image is released (protocol §2.6, §6)."""

from __future__ import annotations

import pytest

from server.ports import Actor, Office, Release
from server.services.administration import NOBODY, release_image, show_image
from server.services.audit import tail_audit
from server.services.exchange import list_images
from shared.errors import Code, Failure
from shared.identifiers import Identity
from tests.server.registered_office import BASRA, MOSUL


def may_have(office: Office, image: str) -> set[tuple[str, int]]:
    asked: list[tuple[Identity, int]] = [(BASRA, 17), (MOSUL, 17), (BASRA, 18)]
    return {
        (branch.name, user)
        for branch, user in asked
        if image in [each.image for each in list_images(office, branch, user)]
    }


EVERYBODY = {("basra", 17), ("mosul", 17), ("basra", 18)}


@pytest.mark.parametrize(
    ("image", "release", "receivers", "said"),
    [
        pytest.param("xray-7", Release(users=(18, 18)), {("basra", 18)}, "to 1 users", id="to a user"),
        pytest.param("xray-7", Release(branches=("mosul",)), {("mosul", 17)}, "to 1 branches", id="branch"),
        pytest.param("mri-1", Release(everyone=True), EVERYBODY, "to everyone", id="to everyone"),
        pytest.param("plan-2", Release(users=(17,)), {("basra", 17), ("mosul", 17)}, "to 1 users", id="swap"),
        pytest.param("xray-7", NOBODY, set(), "withdrawn", id="withdrawn from everyone"),
        pytest.param("mri-1", NOBODY, set(), "withdrawn", id="withdrawn from a user"),
    ],
)
def test_only_the_new_release_holds(
    office: Office, actor: Actor, image: str, release: Release, receivers: set[tuple[str, int]], said: str
) -> None:
    changed = release_image(office, image, release, actor)
    assert changed == show_image(office, image)
    assert may_have(office, image) == receivers
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.image) == ("IMAGE_RELEASE_CHANGED", image)
    assert entry.reason == f"{said}: a test"


def test_an_image_that_was_withdrawn_can_be_released_again(office: Office, actor: Actor) -> None:
    release_image(office, "xray-7", NOBODY, actor)
    release_image(office, "xray-7", Release(everyone=True), actor)
    assert may_have(office, "xray-7") == EVERYBODY


@pytest.mark.parametrize(
    ("image", "release", "code"),
    [
        pytest.param("xray-7", Release(everyone=True), Code.CONFLICT, id="as it is"),
        pytest.param("mri-1", Release(users=(17, 17)), Code.CONFLICT, id="as it is, said twice"),
        pytest.param("xray-8", NOBODY, Code.NOT_FOUND, id="no such image"),
        pytest.param("../xray-7", NOBODY, Code.INVALID_INPUT, id="a path"),
        pytest.param("xray-7", Release(users=(20,)), Code.NOT_FOUND, id="no such user"),
        pytest.param("xray-7", Release(users=(0,)), Code.ID_OUT_OF_RANGE, id="user 0"),
        pytest.param("xray-7", Release(branches=("erbil",)), Code.NOT_FOUND, id="no such branch"),
        pytest.param("xray-7", Release(True, (17,)), Code.INVALID_INPUT, id="to everyone and one"),
    ],
)
def test_a_refusal_changes_nothing(
    office: Office, actor: Actor, image: str, release: Release, code: Code
) -> None:
    with pytest.raises(Failure) as refused:
        release_image(office, image, release, actor)
    assert refused.value.code is code
    assert may_have(office, "xray-7") == EVERYBODY
    assert tail_audit(office, 10) == ()
