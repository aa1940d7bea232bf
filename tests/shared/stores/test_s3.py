"""An S3-compatible store that is real, and everything it can refuse: each with a sentence of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores import remote_blobs
from shared.stores.blobs import Blobs, open_blobs
from shared.stores.location import Location
from tests.s3_server import KEY_ID, PAGE, SECRET, S3Server, s3_server

pytestmark = pytest.mark.usefixtures("aws")

ROOT = Path(__file__).resolve().parents[3]


def at(server: S3Server, bucket: str, wait_seconds: float = 30.0) -> Blobs:
    """The blobs of a bucket."""
    return open_blobs(Location(f"s3://{bucket}/ho/images", server.url, wait_seconds))


def refused_with(ask: Callable[[], object]) -> Failure:
    """What a call fails with."""
    with pytest.raises(Failure) as refused:
        ask()
    return refused.value


def refusal(blobs: Blobs) -> Failure:
    """What all that can be asked of a store is answered with, which is the same."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: blobs.read("a"),
        blobs.names,
        lambda: blobs.create("a", b"one"),
        lambda: blobs.write("a", b"one"),
    )
    found = [refused_with(ask) for ask in asked]
    assert {(each.code, each.sentence) for each in found} == {(found[0].code, found[0].sentence)}
    assert KEY_ID not in found[0].sentence
    assert SECRET not in found[0].sentence
    assert found[0].code is Code.STORAGE_UNAVAILABLE
    return found[0]


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_blobs, "COOLING_SECONDS", 0.0)


def test_a_bucket_that_is_not_there(s3: S3Server) -> None:
    assert "There is no bucket no-such-bucket" in refusal(at(s3, "no-such-bucket")).sentence


def test_credentials_that_are_refused(tmp_path: Path) -> None:
    with s3_server(tmp_path) as server:
        blobs = at(server, server.new_bucket())
        server.demand_credentials()
        assert "does not know the credentials" in refusal(blobs).sentence
        assert "may not do that" in refused_with(lambda: blobs.exists("a")).sentence


def test_no_credentials(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "AWS_ACCESS_KEY_ID" in refusal(at(s3, s3.new_bucket())).sentence


def test_an_endpoint_where_nobody_answers_and_its_return(tmp_path: Path) -> None:
    with s3_server(tmp_path) as server:
        blobs = at(server, server.new_bucket())
        blobs.create("a", b"one")
        server.stop()
        assert f"127.0.0.1:{server.port} does not answer" in refusal(blobs).sentence
        server.start()
        blobs = at(server, server.new_bucket())
        blobs.create("a", b"one")
        assert blobs.read("a") == b"one"


def test_an_endpoint_that_accepts_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        server = S3Server(silent.getsockname()[1], tmp_path / "log")
        assert "does not answer" in refusal(at(server, "bucket", wait_seconds=0.3)).sentence


def test_who_waits_behind_a_silent_store_is_answered_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_blobs, "COOLING_SECONDS", 600.0)
    with s3_server(tmp_path) as server:
        bucket = server.new_bucket()
        blobs = at(server, bucket)
        server.stop()
        first = refused_with(lambda: blobs.read("a"))
        server.start()
        again = refused_with(lambda: blobs.read("a"))
        assert (again.code, again.sentence) == (first.code, first.sentence)
        assert at(server, server.new_bucket()).names() == []


def test_an_answer_that_breaks_off_is_no_object(tmp_path: Path) -> None:
    """A server that says how long an object is and hangs up before its end."""
    with socket.socket() as lying, ThreadPoolExecutor(1) as pool:
        lying.bind(("127.0.0.1", 0))
        lying.listen()

        def answer() -> None:
            for _ in range(2):
                connection, _ = lying.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")

        pool.submit(answer)
        server = S3Server(lying.getsockname()[1], tmp_path / "log")
        refused = refused_with(lambda: at(server, "bucket").read("a"))
        lying.shutdown(socket.SHUT_RDWR)
    assert refused.code is Code.STORAGE_UNAVAILABLE
    assert "broke off" in refused.sentence


def test_every_page_of_a_listing_is_read(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    client = s3.client
    for number in range(2 * PAGE + 3):
        client.put_object(Bucket=bucket, Key=f"ho/images/{number:04}", Body=b"")
    client.put_object(Bucket=bucket, Key="ho/images/folder/other", Body=b"")
    client.put_object(Bucket=bucket, Key="other/images/another", Body=b"")
    assert at(s3, bucket).names() == [f"{number:04}" for number in range(2 * PAGE + 3)]


def test_many_threads_create_one_name_and_one_of_them_has_it(s3: S3Server) -> None:
    blobs = at(s3, s3.new_bucket())

    def create(number: int) -> int | None:
        try:
            blobs.create("a", b"%d" % number)
        except Failure as failure:
            if failure.code is not Code.CONFLICT:
                raise
            return None
        return number

    with ThreadPoolExecutor(4) as pool:
        created = [number for number in pool.map(create, range(8)) if number is not None]
    assert [blobs.read("a")] == [b"%d" % number for number in created]


def test_the_core_knows_no_store_of_that_kind_before_it_is_asked() -> None:
    program = (
        "import sys, importlib.abc\n"
        "class Without(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name.partition('.')[0] in ('s3fs', 'botocore', 'aiobotocore', 'aiohttp'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Without())\n"
        "import server.cli.app\n"
        "from shared.errors import Failure\n"
        "from shared.stores.blobs import open_blobs\n"
        "try:\n"
        "    open_blobs('s3://bucket/prefix').names()\n"
        "except Failure as failure:\n"
        "    print(failure.sentence)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "pip install 'ridgekey[s3]'" in run.stdout, run.stderr
