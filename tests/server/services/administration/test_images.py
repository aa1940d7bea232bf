"""Images: storing and releasing (protocol §2.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.ports import Actor, Office, Release
from server.services.administration import list_images, preview_put, put_image, show_image
from server.services.audit import tail_audit
from server.services.exchange import list_images as list_released
from shared.errors import Code, Failure
from tests.server.registered_office import BASRA, MOSUL

EVERYONE = Release(everyone=True)


def put(office: Office, actor: Actor, **changes: Any) -> None:
    given = {"image_id": "new-1", "data": b"data", "media_type": "image/png", "release": EVERYONE, **changes}
    put_image(office, given["image_id"], given["data"], given["media_type"], given["release"], actor)


def test_stored_image_is_whole_and_released(office: Office, actor: Actor) -> None:
    put(office, actor, release=Release(users=(18, 17, 18)))
    assert office.images.get("new-1").data == b"data"
    record = show_image(office, "new-1")
    assert (record.size, record.media_type, record.release) == (4, "image/png", Release(users=(17, 18)))
    assert "new-1" in [image.image for image in list_images(office)]
    assert "new-1" in [image.image for image in list_released(office, BASRA, 18)]
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.image, entry.size) == ("IMAGE_STORED", "new-1", 4)


def test_release_to_a_branch(office: Office, actor: Actor) -> None:
    put(office, actor, release=Release(branches=("mosul",)))
    assert "new-1" in [image.image for image in list_released(office, MOSUL, 17)]
    assert "new-1" not in [image.image for image in list_released(office, BASRA, 17)]


def test_empty_image_is_an_image(office: Office, actor: Actor) -> None:
    put(office, actor, data=b"")
    assert show_image(office, "new-1").size == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"image_id": "xray-7"}, Code.CONFLICT, id="ID taken, its file gone"),
        pytest.param({"image_id": "../new"}, Code.INVALID_INPUT, id="a path"),
        pytest.param({"image_id": "new\0"}, Code.INVALID_INPUT, id="NUL"),
        pytest.param({"image_id": ""}, Code.INVALID_INPUT, id="no ID"),
        pytest.param({"data": bytes(11)}, Code.TOO_LARGE, id="too large"),
        pytest.param({"media_type": "picture"}, Code.INVALID_INPUT, id="no media type"),
        pytest.param({"media_type": "image/png\n"}, Code.INVALID_INPUT, id="media type of two lines"),
        pytest.param({"release": Release()}, Code.INVALID_INPUT, id="to nobody"),
        pytest.param({"release": Release(True, (17,))}, Code.INVALID_INPUT, id="to everyone and one"),
        pytest.param({"release": Release(users=(0,))}, Code.ID_OUT_OF_RANGE, id="to user 0"),
        pytest.param({"release": Release(users=(20,))}, Code.NOT_FOUND, id="to a user who is not there"),
        pytest.param({"release": Release(branches=("erbil",))}, Code.NOT_FOUND, id="to no branch of ours"),
        pytest.param({"release": Release(branches=("/",))}, Code.INVALID_INPUT, id="to no branch name"),
    ],
)
def test_refused_and_nothing_stored(
    office: Office, actor: Actor, changes: dict[str, Any], code: Code
) -> None:
    small = replace(office, config=office.config.model_copy(update={"max_image_bytes": 10}))
    with pytest.raises(Failure) as refused:
        put(small, actor, **changes)
    assert refused.value.code is code
    assert len(list_images(office)) == 4
    assert not office.images.exists("new-1")


class FullVault:
    """A vault that takes nothing."""

    def put(self, *_: object) -> None:
        """Fails."""
        raise Failure(Code.STORAGE_UNAVAILABLE)


def test_image_that_cannot_be_stored_leaves_no_row(office: Office, actor: Actor) -> None:
    with pytest.raises(Failure) as refused:
        put(replace(office, images=FullVault()), actor)
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert len(list_images(office)) == 4
    put(office, actor)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"data": b"other"}, "another image new-1 already", id="other bytes"),
        pytest.param({"release": Release(users=(17,))}, "released otherwise", id="another release"),
    ],
)
def test_taken_id_keeps_its_image(office: Office, actor: Actor, changes: dict[str, Any], says: str) -> None:
    put(office, actor)
    with pytest.raises(Failure, match=says) as refused:
        put(office, actor, **changes)
    assert refused.value.code is Code.CONFLICT
    assert office.images.get("new-1").data == b"data"
    assert show_image(office, "new-1").release == EVERYONE


def test_a_repetition_changes_nothing(office: Office, actor: Actor) -> None:
    named = Release(users=(17, 18))
    assert put_image(office, "new-1", b"data", "image/png", named, actor).is_new
    rows = tail_audit(office, 100)
    again = put_image(office, "new-1", b"data", "image/png", Release(users=(18, 17, 17)), actor)
    assert (again.is_new, again.record) == (False, show_image(office, "new-1"))
    assert tail_audit(office, 100) == rows


def test_a_preview_stores_nothing(office: Office, actor: Actor) -> None:
    assert preview_put(office, "new-1", b"data", "image/png", EVERYONE).is_new
    assert not office.images.exists("new-1")
    assert tail_audit(office, 100) == ()
    put(office, actor)
    assert not preview_put(office, "new-1", b"data", "image/png", EVERYONE).is_new
    with pytest.raises(Failure):
        preview_put(office, "new-1", b"other", "image/png", EVERYONE)


@pytest.mark.parametrize(
    ("image", "code"),
    [
        pytest.param("nothing", Code.NOT_FOUND, id="absent"),
        pytest.param("..", Code.INVALID_INPUT, id="no ID"),
    ],
)
def test_show_refused(office: Office, image: str, code: Code) -> None:
    with pytest.raises(Failure) as refused:
        show_image(office, image)
    assert refused.value.code is code
