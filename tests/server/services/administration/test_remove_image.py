"""Removing an image: its content goes, its ID stays taken, nothing stays half done (protocol §2.6, §6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.ports import Actor, Office, Release, Removal
from server.services.administration import (
    NOBODY,
    RemovalStep,
    list_images,
    preview_removal,
    put_image,
    release_image,
    remove_image,
    show_image,
    status,
)
from server.services.audit import tail_audit, verify_audit
from server.services.exchange import admit, still_allowed
from server.services.exchange import list_images as list_released
from shared.errors import Code, Failure
from tests.server.registered_office import BASRA, hello

EVERYONE = Release(everyone=True)


@pytest.fixture
def stored(office: Office, actor: Actor) -> Office:
    """An office with an image that has its file."""
    put_image(office, "ct-1", b"pixels", "image/png", EVERYONE, actor)
    return office


def test_content_goes_and_a_tombstone_stays(stored: Office, actor: Actor) -> None:
    gone = remove_image(stored, "ct-1", actor)
    assert gone.step is RemovalStep.REMOVED
    assert not stored.images.exists("ct-1")
    shown = show_image(stored, "ct-1")
    assert shown == gone.record
    assert (shown.size, shown.media_type, shown.release) == (6, "image/png", NOBODY)
    assert shown.removal == Removal(stored.clock.now(), "a test")
    assert "ct-1" not in [image.image for image in list_images(stored)]
    assert "ct-1" in [image.image for image in list_images(stored, removed=True)]
    assert status(stored).images == 4
    entry = tail_audit(stored, 1)[0].entry
    assert (entry.event, entry.image, entry.size, entry.reason) == ("IMAGE_REMOVED", "ct-1", 6, "a test")
    assert verify_audit(stored).ok


def test_for_a_branch_it_does_not_exist(stored: Office, actor: Actor) -> None:
    admit(stored, BASRA, hello(1, image="ct-1"))
    remove_image(stored, "ct-1", actor)
    assert "ct-1" not in [image.image for image in list_released(stored, BASRA, 17)]
    for look in (admit, still_allowed):
        with pytest.raises(Failure) as refused:
            look(stored, BASRA, hello(2, image="ct-1"))
        assert refused.value.code is Code.IMAGE_NOT_FOUND


@pytest.mark.parametrize("data", [b"pixels", b"other"], ids=["the same", "other"])
def test_its_id_is_never_used_again(stored: Office, actor: Actor, data: bytes) -> None:
    remove_image(stored, "ct-1", actor)
    with pytest.raises(Failure, match="ct-1 is of an image that was removed on") as refused:
        put_image(stored, "ct-1", data, "image/png", EVERYONE, actor)
    assert refused.value.code is Code.CONFLICT
    assert not stored.images.exists("ct-1")


def test_it_is_not_released_again(stored: Office, actor: Actor) -> None:
    remove_image(stored, "ct-1", actor)
    with pytest.raises(Failure, match="ct-1 was removed on") as refused:
        release_image(stored, "ct-1", EVERYONE, actor)
    assert refused.value.code is Code.CONFLICT
    assert show_image(stored, "ct-1").release == NOBODY


def test_a_repetition_does_nothing(stored: Office, actor: Actor) -> None:
    first = remove_image(stored, "ct-1", actor)
    rows = tail_audit(stored, 100)
    assert preview_removal(stored, "ct-1").step is RemovalStep.NOTHING
    again = remove_image(stored, "ct-1", replace(actor, reason="another"))
    assert (again.step, again.record) == (RemovalStep.NOTHING, first.record)
    assert tail_audit(stored, 100) == rows


class Clinging:
    """A vault that deletes nothing.

    Args:
        vault: what it has.
    """

    def __init__(self, vault: object) -> None:
        self._vault = vault

    def __getattr__(self, name: str) -> object:
        return getattr(self._vault, name)

    def delete(self, image_id: str) -> None:
        """Fails."""
        raise Failure(Code.STORAGE_UNAVAILABLE)


def test_what_was_cut_short_is_finished_by_a_repetition(stored: Office, actor: Actor) -> None:
    """The state that a crash between the commit and the deletion leaves is the one of a failing deletion."""
    clinging = replace(stored, images=Clinging(stored.images))
    with pytest.raises(Failure, match="ct-1 is removed, but its file") as refused:
        remove_image(clinging, "ct-1", actor)
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert show_image(stored, "ct-1").removal is not None
    assert stored.images.exists("ct-1")
    assert preview_removal(stored, "ct-1").step is RemovalStep.FILE_DELETED
    later = replace(actor, reason="again")
    assert remove_image(stored, "ct-1", later).step is RemovalStep.FILE_DELETED
    assert not stored.images.exists("ct-1")
    assert show_image(stored, "ct-1").removal == Removal(stored.clock.now(), "a test")
    assert tail_audit(stored, 1)[0].entry.reason == "its file deleted: again"


def test_an_image_whose_file_is_gone_can_be_removed(office: Office, actor: Actor) -> None:
    """A database that was put back from an older backup knows such images."""
    assert not office.images.exists("xray-7")
    assert remove_image(office, "xray-7", actor).step is RemovalStep.REMOVED


@pytest.mark.parametrize(
    ("image", "reason", "code"),
    [
        pytest.param("ct-9", "", Code.NOT_FOUND, id="no such image"),
        pytest.param("../ct-1", "", Code.INVALID_INPUT, id="a path"),
        pytest.param("ct-1", "two\nlines", Code.INVALID_INPUT, id="a reason of two lines"),
        pytest.param("ct-1", "r" * 201, Code.INVALID_INPUT, id="a long reason"),
    ],
)
def test_a_refusal_changes_nothing(stored: Office, actor: Actor, image: str, reason: str, code: Code) -> None:
    with pytest.raises(Failure) as refused:
        remove_image(stored, image, replace(actor, reason=reason))
    assert refused.value.code is code
    assert show_image(stored, "ct-1").removal is None
    assert stored.images.get("ct-1").data == b"pixels"
