"""A head office whose images and enrolments lie in an S3-compatible store, which is a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.demo.parties import BranchOffice, HeadOffice, free_address
from lab.demo.pictures import draw_pictures
from tests.databases import database_option
from tests.s3_server import KEY_ID, SECRET, S3Server, s3_server
from tests.scenarios.conftest import PRINTS, refused_with

pytestmark = pytest.mark.usefixtures("aws")

USER, IMAGE = "1", "mri-3"
OBJECT = f"office/images/{IMAGE}.sealed"


class Story:
    """A head office on a bucket, and one branch."""

    def __init__(self, folder: Path, store: S3Server) -> None:
        self.folder = folder
        self.store = store
        self.bucket = store.new_bucket()
        self.vault = ("--vault-url", f"s3://{self.bucket}/office", "--vault-endpoint-url", store.url)
        self.head_office = HeadOffice(folder / "head-office", free_address())
        self.basra = BranchOffice("basra", folder / "basra")
        self.log = folder / "server.log"
        self.fetched = 0

    def prepare(self) -> None:
        """Found, join, enrol, store."""
        head_office, carried = self.head_office, self.folder / "carried"
        carried.mkdir()
        head_office.found(verification="off", options=(*self.vault, *database_option()))
        self.basra.join(head_office, carried)
        source = self.folder / "prints"
        source.mkdir()
        print_ = sorted(PRINTS.glob(f"{USER}__*"))[0]
        (source / print_.name).write_bytes(print_.read_bytes())
        head_office.ask("user", "add", USER)
        head_office.ask("user", "enrol", USER, "--prints", source)
        self.basra.receive(head_office, int(USER), carried)
        picture = carried / f"{IMAGE}.png"
        picture.write_bytes(draw_pictures()[IMAGE])
        head_office.ask("image", "put", picture, "--id", IMAGE, "--everyone")

    def fetch(self) -> dict[str, object]:
        """Fetch once; what was told, or reason and exit code."""
        self.fetched += 1
        target = self.folder / f"image-{self.fetched}.png"
        answer = self.basra.run("fetch", USER, IMAGE, "-o", target)
        if answer.exit_code == 0:
            assert target.read_bytes() == draw_pictures()[IMAGE]
        return answer.output or {"refused": refused_with(answer)}

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
        made = Story(tmp_path, store)
        made.prepare()
        yield made


def test_an_image_goes_by_way_of_the_store(story: Story) -> None:
    parts = {key.rpartition("/")[2] for key in story.store.objects(story.bucket)}
    assert parts >= {f"{IMAGE}.sealed", f"{USER}.1.sealed"}
    with story.head_office.serving(story.log):
        assert story.fetch()["n"] == 1


@pytest.mark.slow
def test_every_fault_of_the_store_is_told(story: Story) -> None:
    head_office, store, bucket = story.head_office, story.store, story.bucket
    assert {path.name for path in head_office.home.rglob("*.sealed")} == {
        f"{key}.sealed" for key in ("authority", "server", "package", "log")
    }
    kept = store.objects(bucket)
    sealed = {key for key in kept if key.endswith(".sealed")}
    assert sealed == {OBJECT, f"office/enrolments/{USER}.1.sealed"}
    assert len(kept) == 2 * len(sealed), "each has its data key beside it"
    with head_office.serving(story.log, health_interval_seconds="0.2"):
        assert story.fetch()["n"] == 1

        store.put(bucket, OBJECT, kept[OBJECT][:-1] + bytes([kept[OBJECT][-1] ^ 1]))
        assert story.fetch() == {"refused": ("STORED_DAMAGED", 7)}
        rows = head_office.ask("audit", "tail", "--rows", "20")["items"]
        assert "STORED_DAMAGED" in {row["reason"] for row in rows if row["event"] == "REFUSED"}
        assert "was altered" in story.found("images", "--scrub")["finding"]
        store.put(bucket, OBJECT, kept[OBJECT][:50])
        assert "was cut short" in story.found("images", "--scrub")["finding"]
        store.client.delete_object(Bucket=bucket, Key=OBJECT)
        assert "is gone" in story.found("images")["finding"]
        taken = story.counter()
        assert story.fetch() == {"refused": ("STORED_DAMAGED", 7)}
        assert story.counter() == taken, "no number is taken for what is not there"
        store.put(bucket, OBJECT, kept[OBJECT])
        store.put(bucket, "office/images/stray-1.sealed", b"left behind")
        stray = story.found("images", "--scrub")
        assert (stray["level"], "stray-1" in stray["finding"]) == ("warning", True)
        assert story.fetch()["n"] == taken, "the request that was refused goes on under its number"

        store.stop()
        assert story.fetch() == {"refused": ("STORAGE_UNAVAILABLE", 6)}
        assert story.counter() == taken
        vault = story.found("vault")
        assert (vault["level"], vault["exit_code"]) == ("failure", 6)
        assert f"127.0.0.1:{store.port} does not answer" in vault["finding"]
        assert f"--endpoint-url {store.url}" in vault["remedy"]
        store.start()
        store.refill(bucket, kept)
        assert story.fetch()["n"] == taken + 1
    head_office.ask("config", "rotate-master-key", "--generate", "--yes", "--reason", "yearly")
    rotated = store.objects(bucket)
    assert {key for key in rotated if rotated[key] != kept.get(key)} == set(kept) - sealed, (
        "keys alone change"
    )
    assert story.found("images", "--scrub")["level"] == "ok"
    head_office.ask("image", "remove", IMAGE, "--yes", "--reason", "wrong patient")
    assert [key for key in store.objects(bucket) if f"/{IMAGE}." in key] == []
    log = story.log.read_text("utf-8")
    assert f"The store at 127.0.0.1:{store.port} does not answer" in log
    told = log + store.log.read_text("utf-8")
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
