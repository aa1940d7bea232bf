"""``ridgekey-lab ciphers``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.cli.app import build
from shared.terminal.program import run
from tests.lab.batteries.images.drawn_pictures import noise, ramp
from tests.lab.ciphers.key_pairs import write_pair

DATE = "2010:05:11 21:17:51"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A picture with a date, one without, one of 16 bits, and two recipients' keys."""
    dated = Image.Exif()
    dated[306] = DATE
    Image.fromarray(ramp(24)).save(tmp_path / "dated.png", exif=dated)
    Image.fromarray(noise(2, 6, 9, 3)).save(tmp_path / "colour.png")
    Image.fromarray(np.zeros((4, 4), np.uint16)).save(tmp_path / "deep.png")
    write_pair(tmp_path, "mine")
    write_pair(tmp_path, "theirs")
    return tmp_path


def ciphers(folder: Path, *arguments: str) -> int:
    files = [str(folder / part) if part.endswith((".png", ".pem", ".sealed")) else part for part in arguments]
    return run(build(), "ridgekey-lab", ["ciphers", *files])


def encrypt(folder: Path, *arguments: str) -> int:
    return ciphers(folder, "encrypt", *arguments, "--recipient", "mine.public.pem")


def test_a_dated_picture_goes_and_comes_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    method = ("--method", "lorenz-mobilenetv2")
    assert encrypt(folder, "dated.png", "x.sealed", *method, "--format", "json") == 0
    shown = capsys.readouterr()
    record = json.loads(shown.out)
    assert record["effective_bits"] == 29.8
    assert record["sealed_bytes"] == (folder / "x.sealed").stat().st_size > 2 * record["picture_bytes"]
    assert "adds nothing" in shown.err
    assert ciphers(folder, "decrypt", "x.sealed", "y.png", "--key", "mine.pem", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["method"] == "lorenz-mobilenetv2"
    assert np.array_equal(np.array(Image.open(folder / "y.png")), ramp(24))


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--method", "logistic-mobilenetv2", "--timestamp", DATE], id="a date given"),
        pytest.param(["--method", "logistic-plain"], id="no key"),
        pytest.param(["--method", "lorenz"], id="a fresh biometric key"),
    ],
)
def test_colour_without_a_date(folder: Path, options: list[str]) -> None:
    assert encrypt(folder, "colour.png", "x.sealed", *options) == 0
    assert ciphers(folder, "decrypt", "x.sealed", "y.png", "--key", "mine.pem") == 0
    assert np.array_equal(np.array(Image.open(folder / "y.png")), noise(2, 6, 9, 3))


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        pytest.param(["colour.png", "--method", "lorenz-resnet18"], "has no EXIF date", 2, id="no date"),
        pytest.param(
            ["dated.png", "--method", "lorenz-resnet18", "--timestamp", "11.5.2010"],
            "as in EXIF",
            2,
            id="bad date",
        ),
        pytest.param(
            ["dated.png", "--method", "chen", "--timestamp", DATE], "takes no date", 2, id="needless date"
        ),
        pytest.param(["dated.png", "--method", "rot13"], "no image cipher", 2, id="no cipher"),
        pytest.param(["deep.png", "--method", "chen"], "more than 8 bits", 2, id="16 bits"),
        pytest.param(["absent.png", "--method", "chen"], "There is no file", 3, id="no picture"),
    ],
)
def test_what_cannot_be_encrypted_is_one_sentence_and_no_file(
    folder: Path, arguments: list[str], said: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encrypt(folder, arguments[0], "x.sealed", *arguments[1:]) == code
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
    assert not (folder / "x.sealed").exists()


@pytest.mark.parametrize(
    ("out", "what"),
    [
        pytest.param("colour.png", "picture", id="the picture"),
        pytest.param("../{}/colour.png", "picture", id="the picture by another path"),
        pytest.param("mine.public.pem", "recipient's key", id="the key"),
    ],
)
def test_nothing_it_reads_is_replaced_by_the_ciphertext(
    folder: Path, out: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = folder / Path(out).name
    before = kept.read_bytes()
    assert encrypt(folder, "colour.png", out.format(folder.name), "--method", "chen") == 2
    assert f"is the {what} itself; give the sealed file another name." in capsys.readouterr().err
    assert kept.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "cut", "out", "said", "code"),
    [
        pytest.param("theirs.pem", None, "y.png", "does not open this file", 7, id="another recipient"),
        pytest.param("mine.public.pem", None, "y.png", "no private key", 2, id="a public key"),
        pytest.param("mine.pem", -1, "y.png", "ends early", 7, id="a truncated file"),
        pytest.param("mine.pem", 0, "y.png", "no sealed picture", 2, id="an empty file"),
        pytest.param("mine.pem", None, "y.jpg", "written as PNG", 2, id="not PNG"),
    ],
)
def test_what_cannot_be_decrypted_writes_nothing(
    folder: Path,
    key: str,
    cut: int | None,
    out: str,
    said: str,
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert encrypt(folder, "colour.png", "x.sealed", "--method", "lorenz-plain") == 0
    sealed = (folder / "x.sealed").read_bytes()
    (folder / "x.sealed").write_bytes(sealed[:cut])
    capsys.readouterr()
    before = sorted(folder.iterdir())
    assert ciphers(folder, "decrypt", "x.sealed", str(folder / out), "--key", key) == code
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
    assert sorted(folder.iterdir()) == before


def test_the_list_tells_claims_from_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ciphers(folder, "list", "--format", "json") == 0
    items = {item["cipher"]: item for item in json.loads(capsys.readouterr().out)["items"]}
    assert len(items) == 9
    assert items["lorenz-resnet18"]["effective_bits"] == 29.8
    assert items["lorenz-resnet18"]["claimed_bits"] > 2_000_000


def test_comparing_shows_one_changed_value_and_writes_a_picture(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("logistic-plain", "chen")
    assert ciphers(folder, "compare", "dated.png", *names, "--format", "json", "--picture", "all.png") == 0
    shown = capsys.readouterr()
    assert [item["changed_values"] for item in json.loads(shown.out)["items"]] == [1, 1]
    assert "no diffusion" in shown.err
    assert Image.open(folder / "all.png").size == (3 * 24 + 2 * 4, 24)


def test_people_see_both_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ciphers(folder, "compare", "colour.png", "lorenz-mobilenetv2", "--format", "table") == 0
    out = capsys.readouterr().out
    assert "The ciphertexts" in out
    assert "What changes" in out
    assert "99." in out


def test_the_spread_of_a_networks_parameters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("spread", "lorenz-mobilenetv2", "--dates", "4", "--format", "json")
    assert ciphers(folder, *arguments) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [item["parameter"] for item in items] == [1, 2, 3]
    assert all(item["distinct"] == 4 and item["deviation"] < 0.1 for item in items)
    assert ciphers(folder, *arguments, "--epochs", "1", "--train-dates", "2") == 0
    assert json.loads(capsys.readouterr().out)["items"] != items
    assert ciphers(folder, "spread", "chen") == 2
    assert "has no network" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "encrypt", "decrypt", "compare", "spread"])
def test_every_page_ends_with_an_example(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ciphers(folder, command, "--help") == 0
    assert f"Example: ridgekey-lab ciphers {command}" in " ".join(capsys.readouterr().out.split())
