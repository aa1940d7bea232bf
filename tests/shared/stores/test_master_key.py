"""The master key has one source: a file, the environment or a program; what is no key is named."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.home import Home, HomeKind
from shared.stores.master_key import find_key_source

KEY = bytes(range(32))
HEX, BASE64 = KEY.hex(), base64.b64encode(KEY).decode()


def program(folder: Path, body: str, *arguments: str) -> str:
    """A setting that names a program of Python."""
    script = folder / "kms.py"
    script.write_text(f"import sys, time, os\nkey = bytes(range(32))\n{body}\n")
    words = ", ".join(f'"{word}"' for word in (sys.executable, str(script), *arguments))
    return f"master_key_command = [{words}]\n"


def home(folder: Path, settings: str = "") -> Home:
    """A home with these settings."""
    (folder / "config.toml").write_text(settings)
    return Home(folder, HomeKind.BRANCH, {})


def refusal(at: Home) -> Failure:
    """What reading the key ends with."""
    with pytest.raises(Failure) as refused:
        at.master_key()
    assert HEX not in refused.value.sentence
    assert repr(KEY) not in refused.value.sentence
    return refused.value


@pytest.mark.parametrize(
    "content",
    [KEY, HEX.encode(), f"{HEX.upper()}\n".encode(), f"{BASE64}\n".encode()],
    ids=["bytes", "digits", "a line of digits", "base64"],
)
def test_a_file_holds_the_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    at = home(tmp_path, 'master_key_file = "key"\n')
    with at.master_key() as key:
        assert key.equals_in_constant_time(KEY)
    assert at.key_source.name == f"the file {tmp_path / 'key'}"
    assert not at.key_source.is_own


@pytest.mark.parametrize("text", [HEX, BASE64], ids=["digits", "base64"])
def test_the_environment_holds_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY", text)
    at = home(tmp_path)
    with at.master_key() as key:
        assert key.equals_in_constant_time(KEY)
    assert at.key_source.name == "RIDGEKEY_MASTER_KEY in the environment"


@pytest.mark.parametrize(
    "text", ["short", "0" * 63, "zz" * 32, "é" * 32, BASE64[:-1]], ids=["word", "63", "no digits", "é", "cut"]
)
def test_a_text_that_is_no_key_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY", text)
    refused = refusal(home(tmp_path))
    assert refused.code is Code.HOME_INVALID
    assert "RIDGEKEY_MASTER_KEY is not a master key of 32 bytes" in refused.sentence
    assert text not in refused.sentence


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("sys.stdout.buffer.write(key)", id="bytes"),
        pytest.param("print(key.hex())", id="a line of digits"),
        pytest.param("print('ready', file=sys.stderr); print(key.hex())", id="with words"),
        pytest.param("print('x' * 10**6, file=sys.stderr); print(key.hex())", id="with many words"),
        pytest.param("assert sys.argv[1:] == ['$HOME; a b'], sys.argv; print(key.hex())", id="no shell"),
        pytest.param("assert not sys.stdin.read(); print(key.hex())", id="no input"),
    ],
)
def test_a_program_gives_the_key(tmp_path: Path, body: str) -> None:
    at = home(tmp_path, program(tmp_path, body, "$HOME; a b"))
    with at.master_key() as key:
        assert key.equals_in_constant_time(KEY)
    assert at.key_source.name.endswith("(master_key_command)")


def test_a_program_is_asked_once_for_an_opened_home(tmp_path: Path) -> None:
    count = f"open({str(tmp_path / 'asked')!r}, 'a').write('x'); print(key.hex())"
    at = home(tmp_path, program(tmp_path, count))
    for _ in range(3):
        with at.master_key() as key:
            assert key.equals_in_constant_time(KEY)
    assert (tmp_path / "asked").read_text() == "x"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(
            "print(key.hex()); sys.exit('no such slot')", 'exit code 1.*It said: "no such slot"', id="fails"
        ),
        pytest.param("print(key.hex()); os.kill(os.getpid(), 9)", "was ended by signal 9", id="is killed"),
        pytest.param("pass", "is not a master key of 32 bytes", id="says nothing"),
        pytest.param("print(key.hex()[:-2])", "is not a master key of 32 bytes", id="a short key"),
        pytest.param("sys.stdout.buffer.write(key + b'x')", "is not a master key", id="a long key"),
        pytest.param("print(key.hex() * 100)", "more than 1024 bytes", id="says too much"),
        pytest.param("print(key.hex(), flush=True); time.sleep(60)", "longer than 0.5 seconds", id="hangs"),
        pytest.param(
            "os.close(1); os.close(2); time.sleep(60)", "longer than 0.5 seconds", id="hangs silently"
        ),
        pytest.param(
            "sys.exit('\\x1b[2Jcleared\\n\\nscreen')", r'It said: "\[2Jcleared screen"', id="a terminal's"
        ),
    ],
)
def test_a_program_that_gives_no_key_is_named(tmp_path: Path, body: str, says: str) -> None:
    settings = program(tmp_path, body)
    limit = "master_key_timeout_seconds = 0.5\n" if "sleep" in body else ""
    at = home(tmp_path, settings + limit)
    refused = refusal(at)
    assert refused.code is Code.HOME_INVALID
    assert re.search(says, refused.sentence), refused.sentence


def test_a_program_that_is_none_is_named(tmp_path: Path) -> None:
    refused = refusal(home(tmp_path, 'master_key_command = ["/no/such/program"]\n'))
    assert "/no/such/program, cannot be started: No such file" in refused.sentence


def test_two_sources_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_bytes(KEY)
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(tmp_path / "key"))
    at = home(tmp_path, program(tmp_path, "print(key.hex())"))
    refused = refusal(at)
    assert refused.code is Code.INVALID_INPUT
    assert "RIDGEKEY_MASTER_KEY_FILE in the environment" in refused.sentence
    assert f"master_key_command ({tmp_path / 'config.toml'})" in refused.sentence


def test_the_home_s_own_file_stays_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", "")
    source = find_key_source(tmp_path)
    assert source.is_own
    assert source.file == tmp_path / "secrets" / "master.key"
