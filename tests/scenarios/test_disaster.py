"""The disaster drill: a backup under load, the home lost, and the head office going on from it (§5.7)."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from tests.command_lines import ROOT, ridgekey, ridgekey_branch
from tests.databases import new_database
from tests.scenarios.conftest import refused_with
from tests.scenarios.typed import typed
from tests.staffed_homes import ONE_PRINT, Homes

USER = "17"
FENCE = 50


DOCUMENT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BACKUPS, DISASTERS = (
    re.findall(rf"<!-- {name} -->\n```bash\n(.*?)```", DOCUMENT, re.DOTALL) for name in ("backup", "disaster")
)


class Drill:
    """A head office, and a branch that fetches from it again and again."""

    def __init__(self, homes: Homes) -> None:
        self.folder = homes.folder
        self.head_office = HeadOffice(homes.office, "as the home says")
        self.basra = BranchOffice("basra", homes.basra)
        self.images = {"scan-1": ONE_PRINT.read_bytes(), **dict(list(draw_pictures().items())[:2])}
        self.numbers: list[int] = []
        for image, data in list(self.images.items())[1:]:
            homes.file(image).write_bytes(data)
            put = ridgekey("image", "put", homes.file(image), "--id", image, "--everyone", home=homes.office)
            assert put.code == 0, put.err

    def fetch(self) -> dict[str, object]:
        """Fetch the next image; what was told, or reason and exit code."""
        image = list(self.images)[len(self.numbers) % len(self.images)]
        target = self.folder / f"fetched-{len(self.numbers)}"
        answer = self.basra.run("fetch", USER, image, "-o", target)
        if answer.exit_code:
            return {"refused": refused_with(answer)}
        assert target.read_bytes() == self.images[image]
        self.numbers.append(answer.output["n"])
        return dict(answer.output)

    @contextmanager
    def fetching(self) -> Iterator[None]:
        """A branch that does not stop fetching while the block runs."""
        ended, before = threading.Event(), len(self.numbers)

        def on_and_on() -> None:
            while not ended.is_set():
                self.fetch()

        thread = threading.Thread(target=on_and_on)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
        assert len(self.numbers) > before


@pytest.mark.slow
@pytest.mark.fault(7)
def test_a_lost_head_office_goes_on_from_its_backup(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill, backup, key = Drill(homes), tmp_path / "office.tar", tmp_path / "kept.key"
    shutil.copy(homes.office / "secrets" / "master.key", key)
    made, held = lose_it(drill, backup, tmp_path / "server.log")
    url = new_database()
    for name, value in settings_of(url).items():
        monkeypatch.setenv(name, value)  # for what runs here; processes are given it by name

    checked = office(homes, "db", "check", "--backup", backup, "--key-file", key)
    assert (checked["authentic"], checked["audit_rows"]) == (True, made["audit_rows"])
    back = ("db", "restore", backup, "--key-file", key, "--reason", "the machine burnt")
    restored = office(homes, *back)
    assert (restored["fence_required"], restored["highest_number"]) == (True, made["highest_number"])

    with drill.head_office.serving(tmp_path / "later.log", **({"database_url": url} if url else {})):
        used = len(drill.numbers)
        assert drill.fetch() == {"refused": ("FENCE_REQUIRED", 7)}
        assert office(homes, "counter", "fence")["required"]
        office(homes, "counter", "fence", "--to", str(FENCE), "--reason", "the machine burnt")
        assert drill.fetch() == {"refused": ("WITNESS_INCONSISTENT", 7)}
        reset = ridgekey_branch("witness", "reset", "--reason", "told by telephone", home=homes.basra)
        assert reset.code == 0, reset.err
        for number in range(FENCE + 1, FENCE + 1 + len(drill.images)):
            assert drill.fetch()["n"] == number
        assert drill.numbers == sorted(set(drill.numbers)), "no number is used twice"
        assert len(drill.numbers) == used + len(drill.images)
        renewed = ridgekey_branch("witness", "show", home=homes.basra).data
        assert (renewed["took_over_log"], renewed["log"] == held["log"]) == (held["log"], False)
    assert office(homes, "audit", "verify")["ok"]
    assert ridgekey("doctor", "--scrub", home=homes.office).code == 0


def lose_it(drill: Drill, backup: Path, log: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Back up while a branch fetches, fetch on, kill the server, delete its home.

    Returns:
        What the backup said, and the checkpoint that the branch holds.
    """
    with drill.head_office.serving(log) as server:
        drill.fetch()
        with drill.fetching():
            made = drill.head_office.ask("db", "backup", backup)
        assert drill.fetch()["n"] == len(drill.numbers), "what the backup does not know"
        held = ridgekey_branch("witness", "show", home=drill.basra.home).data
        server.kill()
        server.wait()
    assert (made["images"], made["enrolments"], made["damaged"]) == (len(drill.images), 1, [])
    assert 1 <= made["highest_number"] < len(drill.numbers)
    shutil.rmtree(drill.head_office.home)
    return made, held


def office(homes: Homes, *arguments: str | Path) -> dict[str, Any]:
    """What a command on the head office's home printed, which has to succeed."""
    done = ridgekey(*arguments, home=homes.office)
    assert done.code == 0, done.err
    return dict(done.data)


def settings_of(url: str | None) -> dict[str, str]:
    """What a restore is told besides, where it needs a database of its own."""
    return {} if url is None else {"RIDGEKEY_DATABASE_URL": url}


def test_the_drill_of_the_documentation(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (script,) = DISASTERS
    backup, key = tmp_path / "office.tar", tmp_path / "master.key"
    office(homes, "db", "backup", backup)
    shutil.move(homes.office / "secrets" / "master.key", key)
    shutil.rmtree(homes.office)
    for name, value in settings_of(new_database()).items():
        monkeypatch.setenv(name, value)
    typed(script, homes.office, {"$BACKUP": str(backup), "$SAFE": str(tmp_path)})
    assert backup.with_name("office.tar.after").is_file()


@pytest.mark.sqlite
def test_the_commands_of_the_chapter_on_backups(homes: Homes, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text("five words that nobody says\n")
    (tmp_path / "passphrase").chmod(0o600)
    assert len(BACKUPS) == 3
    folders = {"/backup/": f"{tmp_path}/", "/etc/ridgekey/": f"{tmp_path}/"}
    nobody_is_asked = {"--database-only": "--database-only --yes"}
    typed("".join(BACKUPS), homes.office, folders | nobody_is_asked)
