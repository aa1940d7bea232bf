"""A head office whose images and enrolments lie in an S3-compatible store, which is a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.demo.parties import HeadOffice
from tests.databases import database_option
from tests.free_ports import free_address
from tests.s3_server import KEY_ID, SECRET, S3Server, s3_server
from tests.scenarios.conftest import refused_with
from tests.scenarios.one_branch import IMAGE, USER, OneBranch

pytestmark = pytest.mark.usefixtures("aws")

OBJECT = f"office/images/{IMAGE}.sealed"


class Story(OneBranch):
    """A head office on a bucket, and one branch."""

    def __init__(self, folder: Path, store: S3Server) -> None:
        super().__init__(folder)
        self.store = store
        self.bucket = store.new_bucket()
        self.vault = ("--vault-url", f"s3://{self.bucket}/office", "--vault-endpoint-url", store.url)
        self.prepare((*self.vault, *database_option()))

    def counter(self) -> int:
        """The last message number of the user."""
        number: int = self.head_office.ask("counter", "show", USER)["n"]
        return number

    def found(self, check: str, *options: str) -> dict[str, Any]:
        """What the doctor finds in one check."""
        answer = self.head_office.run("doctor", *options)
        (found,) = [each for each in answer.output["items"] if each["check"] == check]
        return dict(found)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The offices, set up and not yet serving, and a store of their own that the test may stop."""
    with s3_server(tmp_path) as store:
        yield Story(tmp_path, store)


def test_an_image_goes_by_way_of_the_store(story: Story) -> None:
    parts = {key.rpartition("/")[2] for key in story.store.objects(story.bucket)}
    assert parts >= {f"{IMAGE}.sealed", f"{USER}.1.sealed"}
    with story.head_office.serving(story.log):
        assert story.fetch()["n"] == 1


@pytest.mark.slow
def test_the_store_holds_the_objects_and_the_home_the_keys(story: Story) -> None:
    assert {path.name for path in story.head_office.home.rglob("*.sealed")} == {
        f"{key}.sealed" for key in ("authority", "server", "package", "log")
    }
    kept = story.store.objects(story.bucket)
    sealed = {key for key in kept if key.endswith(".sealed")}
    assert sealed == {OBJECT, f"office/enrolments/{USER}.1.sealed"}
    assert len(kept) == 2 * len(sealed), "each has its data key beside it"

    story.head_office.ask("config", "rotate-master-key", "--generate", "--yes", "--reason", "yearly")
    rotated = story.store.objects(story.bucket)
    changed = {key for key in rotated if rotated[key] != kept.get(key)}
    assert changed == set(kept) - sealed, "keys alone change"
    assert story.found("images", "--scrub")["level"] == "ok"

    story.head_office.ask("image", "remove", IMAGE, "--yes", "--reason", "wrong patient")
    assert [key for key in story.store.objects(story.bucket) if f"/{IMAGE}." in key] == []


DAMAGE: dict[str, tuple[Callable[[bytes], bytes | None], str]] = {
    "altered": (lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), "was altered"),
    "cut": (lambda sealed: sealed[:50], "was cut short"),
    "deleted": (lambda sealed: None, "is gone"),
}
"""What befalls the stored image, and what the doctor says of it."""


@pytest.mark.slow
def test_damage_in_the_store_is_told_and_takes_no_number_away(story: Story) -> None:
    sealed = story.store.objects(story.bucket)[OBJECT]
    with story.head_office.serving(story.log):
        assert story.fetch()["n"] == 1
        refused = [_told_of(story, damage, sealed) for damage in DAMAGE]
        assert set(refused) == {("STORED_DAMAGED", 7)}
        taken = story.counter()
        assert story.fetch()["n"] == taken == 2, "the request that was refused goes on under its number"
    rows = story.head_office.ask("audit", "tail", "--rows", "20")["items"]
    assert "STORED_DAMAGED" in {row["reason"] for row in rows if row["event"] == "REFUSED"}


def _told_of(story: Story, damage: str, sealed: bytes) -> object:
    """Damage the image, see what the doctor and the branch are told, and put it right again."""
    befall, says = DAMAGE[damage]
    damaged = befall(sealed)
    if damaged is None:
        story.store.client.delete_object(Bucket=story.bucket, Key=OBJECT)
    else:
        story.store.put(story.bucket, OBJECT, damaged)
    assert says in story.found("images", "--scrub")["finding"], damage
    refused = story.fetch()["refused"]
    story.store.put(story.bucket, OBJECT, sealed)
    return refused


@pytest.mark.slow
def test_what_was_left_behind_in_the_store_is_told(story: Story) -> None:
    story.store.put(story.bucket, "office/images/stray-1.sealed", b"left behind")
    stray = story.found("images", "--scrub")
    assert (stray["level"], "stray-1" in stray["finding"]) == ("warning", True)


@pytest.mark.slow
def test_a_store_that_is_away_is_told_and_takes_no_number(story: Story) -> None:
    kept = story.store.objects(story.bucket)
    with story.head_office.serving(story.log, health_interval_seconds="0.2"):
        assert story.fetch()["n"] == 1
        story.store.stop()
        assert story.fetch() == {"refused": ("STORAGE_UNAVAILABLE", 6)}
        assert story.counter() == 1
        vault = story.found("vault")
        assert (vault["level"], vault["exit_code"]) == ("failure", 6)
        assert f"127.0.0.1:{story.store.port} does not answer" in vault["finding"]
        assert f"--endpoint-url {story.store.url}" in vault["remedy"]
        story.store.start()
        story.store.refill(story.bucket, kept)
        assert story.fetch()["n"] == 2
    log = story.log.read_text("utf-8")
    assert f"The store at 127.0.0.1:{story.store.port} does not answer" in log
    told = log + story.store.log.read_text("utf-8")
    assert (KEY_ID in told, SECRET in told) == (False, False)


REFUSED = {
    "a bucket that is not there": ("s3://no-such-bucket/office", 6, "There is no bucket"),
    "credentials in the URL": (f"s3://{KEY_ID}:{SECRET}@bucket/office", 2, "without credentials"),
    "another kind of store": ("ftp://host/office", 2, "must be s3://"),
    "a way out of the prefix": ("s3://bucket/../other", 2, "must be s3://"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("url", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_a_head_office_is_not_made_on_a_vault_that_is_none(
    tmp_path: Path, s3: S3Server, url: str, code: int, says: str
) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    place = ("--vault-url", url, "--vault-endpoint-url", s3.url)
    refused = head_office.run("init", "--listen", head_office.address, *place, *database_option())
    assert refused.exit_code == code, refused.message
    assert says in refused.message
    assert SECRET not in refused.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_second_head_office_does_not_get_the_prefix_of_the_first(story: Story, tmp_path: Path) -> None:
    other = HeadOffice(tmp_path / "other", free_address())
    refused = other.run("init", "--listen", other.address, *story.vault, *database_option())
    assert refused_with(refused) == ("CONFLICT", 5)
    # Nor one that is pointed there afterwards: what another sealed is not overwritten.
    other.ask("init", "--listen", other.address, *database_option())
    picture = tmp_path / "carried" / f"{IMAGE}.png"
    settings = {"vault_url": story.vault[1], "vault_endpoint_url": story.vault[3]}
    before = story.store.objects(story.bucket)
    refused = other.run("image", "put", picture, "--id", IMAGE, "--everyone", **settings)
    assert refused_with(refused) == ("CONFLICT", 5)
    assert story.store.objects(story.bucket) == before
