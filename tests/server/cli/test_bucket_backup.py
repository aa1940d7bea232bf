"""A head office whose vault is a bucket: its objects are in the backup, and go to an empty prefix."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_lines import Outcome, ridgekey
from tests.databases import database_option, new_database
from tests.free_ports import free_address
from tests.s3_server import S3Server
from tests.server.database_file import run_sql
from tests.staffed_homes import ONE_PRINT

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.slow]

IMAGES = tuple(f"scan-{number}" for number in range(7))
"""Their objects and keys are on two pages of a listing."""


class Story:
    """A head office with a few images in a bucket, and its backup."""

    def __init__(self, folder: Path, store: S3Server) -> None:
        self.folder = folder
        self.store = store
        self.bucket = store.new_bucket()
        self.home, self.new = folder / "head-office", folder / "new"
        self.backup, self.key = folder / "office.tar", folder / "kept.key"

    def prepare(self) -> None:
        """Found, store, back up."""
        vault = ("--vault-url", f"s3://{self.bucket}/office", "--vault-endpoint-url", self.store.url)
        listen = ("--listen", free_address())
        assert ridgekey("init", *listen, *vault, *database_option(), home=self.home).code == 0
        for image in IMAGES:
            put = ridgekey("image", "put", ONE_PRINT, "--id", image, "--everyone", home=self.home)
            assert put.code == 0, put.err
        shutil.copy(self.home / "secrets" / "master.key", self.key)

    def backed_up(self, *options: str) -> Outcome:
        """What `db backup` says."""
        return ridgekey("db", "backup", self.backup, *options, home=self.home)

    def restored(self, *options: str) -> Outcome:
        """What `db restore` says."""
        line = ("db", "restore", self.backup, "--key-file", self.key, "--reason", "lost", *options)
        return ridgekey(*line, home=self.new)

    def objects(self, prefix: str) -> dict[str, bytes]:
        """What lies under a prefix of the bucket."""
        found = self.store.objects(self.bucket)
        return {key.removeprefix(prefix): data for key, data in found.items() if key.startswith(prefix)}


@pytest.fixture
def story(tmp_path: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The head office; a restore of it finds an empty database."""
    made = Story(tmp_path, s3)
    made.prepare()
    return made


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """For what a restore is told by the environment."""
    return monkeypatch


def test_objects_come_back_under_another_prefix(story: Story, elsewhere: pytest.MonkeyPatch) -> None:
    made = story.backed_up()
    assert (made.code, made.data["images"]) == (0, len(IMAGES))
    if url := new_database():
        elsewhere.setenv("RIDGEKEY_DATABASE_URL", url)
    refused = story.restored()
    assert (refused.code, "holds images or enrolments already" in refused.sentence) == (5, True)
    assert not story.new.exists()
    elsewhere.setenv("RIDGEKEY_VAULT_URL", f"s3://{story.bucket}/again")
    told = story.restored()
    assert told.code == 0, told.err
    assert story.objects("again/") == story.objects("office/")
    assert len(story.objects("again/")) == 2 * len(IMAGES)
    found = {each["check"]: each for each in ridgekey("doctor", "--scrub", home=story.new).data["items"]}
    assert {name for name, each in found.items() if each["level"] == "failure"} == {"fence"}


def test_a_bucket_that_was_not_lost_is_left_as_it_is(story: Story, elsewhere: pytest.MonkeyPatch) -> None:
    made = story.backed_up("--without-vault")
    assert (made.code, made.data["images"]) == (0, None)
    before = story.objects("office/")
    if url := new_database():
        elsewhere.setenv("RIDGEKEY_DATABASE_URL", url)
    told = story.restored()
    assert told.code == 0, told.err
    assert "left as they are" in told.err
    assert story.objects("office/") == before
    assert ridgekey("db", "check", home=story.new).code == 0


def test_a_restore_that_fails_empties_the_prefix_again(story: Story, elsewhere: pytest.MonkeyPatch) -> None:
    run_sql(story.home, "UPDATE audit SET reason = 'nothing happened' WHERE seq = 2")
    assert story.backed_up().code == 0
    if url := new_database():
        elsewhere.setenv("RIDGEKEY_DATABASE_URL", url)
    elsewhere.setenv("RIDGEKEY_VAULT_URL", f"s3://{story.bucket}/again")
    refused = story.restored()
    assert (refused.code, "from row 2 on" in refused.sentence) == (7, True)
    assert story.objects("again/") == {}
    assert not story.new.exists()


def test_a_store_that_does_not_answer_leaves_no_backup(story: Story, elsewhere: pytest.MonkeyPatch) -> None:
    elsewhere.setenv("RIDGEKEY_VAULT_ENDPOINT_URL", f"http://{free_address()}")
    refused = story.backed_up()
    assert (refused.code, refused.out) == (6, "")
    assert not story.backup.exists()
    assert not list(story.folder.glob(".ridgekey-*"))
