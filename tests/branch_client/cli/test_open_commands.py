"""``ridgekey-branch open``: of what was fetched while a head office served, when it is gone."""

from __future__ import annotations

import json
import os
import pty
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from branch_client.viewing import IN_MEMORY, viewer_command
from server.bootstrap.head_office import open_head_office
from shared.errors import Failure
from tests.command_lines import ROOT, Outcome, ridgekey, ridgekey_branch
from tests.loopback import serving
from tests.staffed_homes import ONE_PRINT, PRINTS, Homes

OTHER_PRINT = PRINTS / "2__F_Left_index_finger.png"
WHO, WHAT = ["user", "image", "n", "generation", "finger"], ["media_type", "bytes", "sha256", "verification"]
# Becomes a program that heeds a signal.
HEEDING = """
import os, signal, sys
signal.signal(int(sys.argv[1]), signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""
FIELDS = ["file", *WHO, *WHAT, "output"]


@dataclass(frozen=True)
class Kept:
    """Two sealed images, and the branch that keeps them; no head office answers."""

    homes: Homes
    one: Path
    other: Path

    def open(self, *arguments: str | Path, json: bool = True) -> Outcome:
        """Open at basra."""
        options = ("--format", "json") if json else ()
        return ridgekey_branch("open", *arguments, *options, home=self.homes.basra)


@pytest.fixture(scope="module")
def kept(staffed: Homes, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    homes = staffed.copied_to(folder / "homes")
    assert ridgekey("image", "put", OTHER_PRINT, "--id", "xray-7", "--everyone", home=homes.office).code == 0
    office = open_head_office(homes.office)
    files = Kept(homes, folder / "scan-1.sealed", folder / "xray-7.sealed")
    with serving(office):
        for image, file in (("scan-1", files.one), ("xray-7", files.other)):
            fetched = ridgekey_branch(
                "fetch", "17", image, "--sealed", "-o", file, "--format", "json", home=homes.basra
            )
            assert fetched.code == 0, fetched.err
            assert fetched.data["sealed"] is True
    office.database.close()
    return files


def test_one_opens_to_a_file(kept: Kept, tmp_path: Path) -> None:
    opened = kept.open(kept.one, "-o", tmp_path / "out.png")
    assert opened.code == 0, opened.err
    assert list(opened.data) == FIELDS
    assert (opened.data["image"], opened.data["media_type"]) == ("scan-1", "image/png")
    assert (tmp_path / "out.png").read_bytes() == ONE_PRINT.read_bytes()
    assert (tmp_path / "out.png").stat().st_mode & 0o777 == 0o600


def to_stdout(kept: Kept, folder: Path, *files: Path, **streams: int) -> subprocess.CompletedProcess[bytes]:
    """Run ``open -o -`` in a folder, as a process whose stdout takes any bytes."""
    command = [sys.executable, "-m", "branch_client.cli", "open", *files, "-o", "-", "--format", "json"]
    given = [*map(str, command), "--home", str(kept.homes.basra)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(given, cwd=folder, env=environment, check=False, stderr=subprocess.PIPE, **streams)


def test_one_opens_to_a_program(kept: Kept, tmp_path: Path) -> None:
    opened = to_stdout(kept, tmp_path, kept.one, stdout=subprocess.PIPE)
    assert (opened.returncode, opened.stdout) == (0, ONE_PRINT.read_bytes())
    record = json.loads(opened.stderr)
    assert (list(record), record["output"]) == (FIELDS, None)
    assert list(tmp_path.iterdir()) == []


def test_nothing_goes_to_a_program_before_it_has_verified(kept: Kept, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sealed"
    broken.write_bytes(kept.one.read_bytes()[:-1])
    opened = to_stdout(kept, tmp_path, broken, stdout=subprocess.PIPE)
    assert (opened.returncode, opened.stdout) == (7, b"")
    assert json.loads(opened.stderr)["error"]["reason"] == "STREAM_CORRUPT"


def test_a_program_that_goes_before_the_end_is_told_apart(kept: Kept, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    opened = to_stdout(kept, tmp_path, kept.one, stdout=writing)
    os.close(writing)
    assert (opened.returncode, opened.stderr) == (128 + signal.SIGPIPE, b"")


def test_a_terminal_and_several_images_are_not_mixed_with_bytes(kept: Kept, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    at_terminal = to_stdout(kept, tmp_path, kept.one, stdout=theirs)
    os.close(ours)
    os.close(theirs)
    both = to_stdout(kept, tmp_path, kept.one, kept.other, stdout=subprocess.PIPE)
    assert (at_terminal.returncode, both.returncode, both.stdout) == (2, 2, b"")
    assert b"would fill this terminal" in at_terminal.stderr
    assert b"Only one image goes to stdout" in both.stderr
    assert list(tmp_path.iterdir()) == []


def test_several_open_into_a_folder_and_the_worst_is_the_exit_code(kept: Kept, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sealed"
    broken.write_bytes(kept.one.read_bytes()[:-1])
    opened = kept.open(kept.one, tmp_path / "absent.sealed", broken, kept.other, "-o", tmp_path / "out")
    items = opened.data["items"]
    assert opened.code == 7
    assert [item["image"] for item in items] == ["scan-1", None, None, "xray-7"]
    assert [item["reason"] for item in items] == [None, "NOT_FOUND", "STREAM_CORRUPT", None]
    assert all(set(item) == {*FIELDS, "reason", "message"} for item in items)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["scan-1.png", "xray-7.png"]
    assert (tmp_path / "out" / "xray-7.png").read_bytes() == OTHER_PRINT.read_bytes()


def test_what_is_there_is_not_replaced_unless_forced(kept: Kept, tmp_path: Path) -> None:
    target = tmp_path / "scan-1.png"
    target.write_bytes(b"mine")
    for place in (target, tmp_path):
        refused = kept.open(kept.one, "-o", place, json=False)
        assert (refused.code, target.read_bytes()) == (5, b"mine")
        assert "--force" in refused.sentence
    assert kept.open(kept.one, "-o", tmp_path, "--force").code == 0
    assert target.read_bytes() == ONE_PRINT.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param([], "one of -o OUT, --view and --show", id="nowhere to go"),
        pytest.param(["--view", "--show"], "one of -o OUT, --view and --show", id="two places"),
        pytest.param(["-o", "missing/out.png"], "create it first", id="no such folder"),
        pytest.param(["--show"], "takes a terminal", id="drawn into a pipe"),
        pytest.param(["--view", "--viewer", "no-such-viewer"], "no command", id="no such viewer"),
        pytest.param(["--view", "--viewer", ""], "takes a command", id="an empty viewer"),
        pytest.param(["--view", "--viewer", "xdg-open"], "does not wait", id="one that does not wait"),
    ],
)
def test_bad_words_are_refused_in_one_sentence(kept: Kept, arguments: list[str], says: str) -> None:
    refused = kept.open(kept.one, *arguments, json=False)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.sentence


def test_a_failed_open_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sealed"
    broken.write_bytes(kept.one.read_bytes()[:-1])
    (tmp_path / "out").mkdir()
    for place in (tmp_path / "out" / "image.png", tmp_path / "out"):
        assert kept.open(broken, "-o", place).code == 7
    assert list((tmp_path / "out").iterdir()) == []


def test_a_viewer_gets_a_private_file_that_goes_with_it(kept: Kept, tmp_path: Path) -> None:
    look = (
        "import os, sys, pathlib; file = pathlib.Path(sys.argv[1]); "
        "pathlib.Path(sys.argv[2]).write_text("
        "f'{file} {file.stat().st_mode:o} {file.parent.stat().st_mode:o} {len(file.read_bytes())}')"
    )
    seen = tmp_path / "seen"
    opened = kept.open(kept.one, "--view", "--viewer", f'{sys.executable} -c "{look}" {{}} {seen}')
    assert opened.code == 0, opened.err
    assert opened.data["output"] is None
    place, file_mode, folder_mode, size = seen.read_text().split()
    assert Path(place).name == "scan-1.png"
    assert (int(file_mode, 8), int(folder_mode, 8)) == (stat.S_IFREG | 0o600, stat.S_IFDIR | 0o700)
    assert int(size) == ONE_PRINT.stat().st_size
    assert not Path(place).parent.exists()
    if IN_MEMORY.is_dir():
        assert Path(place).is_relative_to(IN_MEMORY)


def test_a_viewer_is_told_no_setting_of_ours(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    look = "import os, sys, pathlib; pathlib.Path(sys.argv[2]).write_text(' '.join(os.environ))"
    monkeypatch.setenv("RIDGEKEY_VIEWER", f'{sys.executable} -c "{look}" {{}} {told}')
    opened = kept.open(kept.one, "--view")
    assert opened.code == 0, opened.err
    assert "PATH" in told.read_text().split()
    assert "RIDGEKEY_" not in told.read_text()


def test_a_viewer_that_fails_is_said_to_have_failed(kept: Kept) -> None:
    failed = kept.open(kept.one, "--view", "--viewer", "false", json=False)
    assert failed.code == 1
    assert "ended with 1" in failed.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_a_command_that_is_ended_takes_the_file_away(
    kept: Kept, tmp_path: Path, number: signal.Signals
) -> None:
    seen = tmp_path / "seen"
    wait = (
        "import os, sys, time, pathlib; pathlib.Path(sys.argv[2] + '.new').write_text("
        "f'{sys.argv[1]} {os.getpid()}'); os.rename(sys.argv[2] + '.new', sys.argv[2]); time.sleep(100)"
    )
    words = ["open", str(kept.one), "--view", "--viewer", f'{sys.executable} -c "{wait}" {{}} {seen}']
    program = [sys.executable, "-m", "branch_client.cli", *words, "--home", str(kept.homes.basra)]
    # A shell may have told this very process to ignore one of them, and a child inherits that.
    command = [sys.executable, "-c", HEEDING, str(int(number)), *program]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        while not seen.exists() and process.poll() is None:
            time.sleep(0.05)
        place, viewer = seen.read_text().split()
        assert Path(place).exists()
        process.send_signal(number)
        assert process.wait(60) == 130
    assert not Path(place).parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(viewer), 0)


@pytest.mark.parametrize("settings", [{}, {"NO_COLOR": "1"}], ids=["in colour", "without"])
def test_show_draws_in_a_terminal(kept: Kept, settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "branch_client.cli", "open", str(kept.one), "--show"]
    command += ["--home", str(kept.homes.basra)]
    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment = {**inherited, "TERM": "xterm-256color", "COLUMNS": "40", "LINES": "20", **settings}
    with subprocess.Popen(command, cwd=ROOT, stdout=theirs, env=environment) as process:
        os.close(theirs)
        drawn = bytearray()
        with suppress(OSError):  # what a terminal says when nobody writes to it any more
            while more := os.read(ours, 65536):
                drawn += more
        assert process.wait(60) == 0
    os.close(ours)
    assert ("\N{UPPER HALF BLOCK}".encode() in drawn) is (not settings)
    assert 5 < len(drawn.splitlines()) <= 20


def test_without_a_choice_an_installed_viewer_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure) as refused:
        viewer_command(None)
    assert refused.value.exit_code == 3
    (tmp_path / "imv").touch(0o755)
    assert viewer_command(None) == ["imv", "{}"]


def test_after_forgetting_the_user_nothing_opens(kept: Kept, tmp_path: Path) -> None:
    homes = kept.homes.copied_to(tmp_path / "homes")
    assert ridgekey_branch("forget", "17", "--yes", home=homes.basra).code == 0
    refused = ridgekey_branch("open", kept.one, "-o", tmp_path / "out.png", home=homes.basra)
    assert (refused.code, refused.out) == (3, "")
    assert "forgot it" in refused.sentence
    assert not (tmp_path / "out.png").exists()
