"""A head office that loses the file of its own model or verifier while it serves blames no branch for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from server.adapters.model_files import ModelFiles
from server.adapters.regeneration import RegenerationPool
from server.bootstrap.head_office import shelf_of
from server.ports import Event
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.wire.envelope import ResponseFrame
from tests.loopback import audit, enrol, grant, join, make_office, picture, put, serving
from tests.seeded_networks import TINY_PATH, TINY_VERIFIER_PATH
from tests.server.rpc.conftest import Post
from tests.server.rpc.raw_exchange import RawExchange


@dataclass(frozen=True)
class Story:
    """A serving head office with a model and a verifier of its own, and where their files are."""

    post: Post
    model: Path
    verifier: Path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("lost")
    office = make_office(folder / "head-office", verification="embedding")
    shelf = shelf_of(open_home(office.config.home, HomeKind.HEAD_OFFICE))
    model, verifier = shelf.add(TINY_PATH).hex(), shelf.add(TINY_VERIFIER_PATH).hex()
    named = {"model": model, "embedding_verifier": verifier}
    config = office.config.model_copy(update=named)
    office = replace(office, config=config, models=ModelFiles(shelf, config))
    basra = join(office, folder / "basra", "basra")
    enrol(office, 17)
    grant(office, 17, basra, folder)
    put(office, "xray-7", picture(1000))
    files = office.config.home / "models"
    with serving(office):
        yield Story(Post(office, basra, folder), files / f"{model}.rkmodel", files / f"{verifier}.rkverif")
    office.database.close()


@pytest.mark.parametrize("lost", ["model", "verifier"])
def test_a_lost_file_is_the_head_office_s_failure(story: Story, lost: str) -> None:
    file: Path = getattr(story, lost)
    data, rows = file.read_bytes(), len(audit(story.post.office))
    file.unlink()
    with capture_logs() as lines, RawExchange(story.post, "xray-7", bytes(15) + lost[:1].encode()) as raw:
        with pytest.raises(Failure) as refused:
            raw.hello()
        assert refused.value.code is Code.STORAGE_UNAVAILABLE
        assert "try again later" in refused.value.sentence
    told = [line for line in lines if line["log_level"] == "error"]
    assert [line["event"] for line in told] == ["a model cannot be used"]
    assert f"`ridgekey config {lost} FILE`" in told[0]["remedy"]
    assert Event.RESERVED not in {row.entry.event for row in audit(story.post.office)[rows:]}

    file.write_bytes(data)
    with RawExchange(story.post, "xray-7", bytes(15) + lost[:1].encode()) as raw:
        raw.hello()
        raw.prove()
        raw.stream.receive(ResponseFrame.ACCEPT)


def test_a_worker_that_fails_its_self_test_is_the_head_office_s_failure(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: object) -> None:
        raise Failure(Code.MODEL_MISMATCH)

    monkeypatch.setattr(RegenerationPool, "regenerate", failing)
    with RawExchange(story.post, "xray-7", bytes(16)) as raw:
        raw.hello()
        with pytest.raises(Failure) as refused:
            raw.stream.receive(ResponseFrame.ACCEPT)
        assert refused.value.code is Code.INTERNAL
