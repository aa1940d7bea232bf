"""Prints of others are decoded elsewhere, in little room, and a process that dies refuses its file."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shared import confined_process
from shared.biometrics import decoding_worker
from shared.biometrics.confined_decoding import load_prints
from shared.biometrics.prints import Print, encode_print
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from shared.module_process import command_of, environment_of

GREY = (np.add.outer(np.arange(103) * 3, np.arange(96) * 5) % 256).astype(np.uint8)


def written(folder: Path, name: str, pixels: np.ndarray = GREY) -> Path:
    path = folder / name
    path.write_bytes(encode_print(Print(pixels)))
    return path


def test_prints_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    tall, wide = GREY, np.ascontiguousarray(GREY[:50])
    paths = [written(tmp_path, "b.png", tall), written(tmp_path, "a.png", wide)]
    Image.fromarray(GREY).save(tmp_path / "c.tif")
    Image.fromarray(GREY).save(tmp_path / "d.bmp")
    prints = load_prints([*paths, tmp_path / "c.tif", tmp_path / "d.bmp"])
    expected = (tall, wide, GREY, GREY)
    assert all(np.array_equal(found.pixels, pixels) for found, pixels in zip(prints, expected, strict=True))


def test_no_file_is_no_print() -> None:
    assert load_prints([]) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("text.png", b"not an image", "not a readable PNG"),
        ("absent.png", None, "cannot be read"),
        ("tiny.png", encode_print(Print(GREY[:20, :20])), "is smaller than"),
    ],
)
def test_the_first_bad_file_is_named(tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    paths = [written(tmp_path, "good.png"), tmp_path / name, tmp_path / "never-looked-at.png"]
    if data is not None:
        written(tmp_path, "never-looked-at.png")
    with pytest.raises(Failure) as refused:
        load_prints(paths)
    assert refused.value.code is Code.INVALID_INPUT
    assert refused.value.sentence.startswith(name)
    assert said in refused.value.sentence


def test_a_file_that_ends_the_process_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [written(tmp_path, "good.png"), written(tmp_path, "deadly.png")]
    real = subprocess.run

    def dies(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        done = real(command, **options)  # type: ignore[call-overload]
        # As the answers of one killed while it wrote the second: one whole frame and a piece.
        length = 4 + int.from_bytes(done.stdout[:4], "big")
        return subprocess.CompletedProcess(command, -9, done.stdout[: length + 9])

    monkeypatch.setattr(confined_process.subprocess, "run", dies)
    with pytest.raises(Failure) as refused:
        load_prints(paths)
    assert refused.value.code is Code.INVALID_INPUT
    assert "deadly.png cannot be decoded within 256 MiB and 20 seconds" in refused.value.sentence


def test_settings_do_not_reach_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", "postgresql://ridgekey:told@127.0.0.1/ridgekey")
    given: list[dict[str, str]] = []
    real = subprocess.run

    def watched(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        given.append(options["env"])  # type: ignore[arg-type]
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(confined_process.subprocess, "run", watched)
    assert len(load_prints([written(tmp_path, "good.png")])) == 1
    assert not [name for name in given[0] if name.startswith("RIDGEKEY_")]


HUNGRY = """
import sys
from shared.biometrics import decoding_worker
def hungry(data, name):
    if data == b"memory":
        bytearray(300 << 20)
    if data == b"time":
        while True: pass
    if data == b"file":
        with open(sys.argv[1], "wb") as file:
            file.write(b"x" * 10)
    raise SystemExit(7)
if sys.argv[2] == "time":
    decoding_worker.PROCESSOR_SECONDS = 1
decoding_worker.decode_print = hungry
decoding_worker.main()
"""


@pytest.mark.parametrize(
    ("wish", "ends"),
    [("memory", "MemoryError"), ("time", "signal"), ("file", "File too large"), ("nothing", "7")],
)
def test_the_process_has_little_room_and_time(tmp_path: Path, wish: str, ends: str) -> None:
    command = [command_of(decoding_worker.MODULE)[0], "-c", HUNGRY, str(tmp_path / "written"), wish]
    done = subprocess.run(
        command,
        input=lv(lv("scan.png", wish.encode())),
        capture_output=True,
        env=environment_of({"OPENBLAS_NUM_THREADS": "1"}),
        check=False,
        timeout=60,
    )
    assert not done.stdout
    if ends == "signal":
        assert done.returncode < 0
    elif ends == "7":
        assert done.returncode == 7
    else:
        assert ends in done.stderr.decode()


def test_the_largest_print_has_room(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (2000, 2000), dtype=np.uint8)
    path = tmp_path / "large.tif"
    Image.fromarray(np.dstack([pixels] * 3)).save(path)  # uncompressed, in three equal channels
    (print_,) = load_prints([path])
    assert np.array_equal(print_.pixels, pixels)


def test_the_answer_is_four_items(tmp_path: Path) -> None:
    done = subprocess.run(
        command_of(decoding_worker.MODULE),
        input=lv(lv("scan.png", encode_print(Print(GREY)))),
        capture_output=True,
        env=environment_of({}),
        check=True,
    )
    refusal, height, width, pixels = unlv(unlv(done.stdout, 1)[0], 4)
    assert (refusal, int.from_bytes(height, "big"), int.from_bytes(width, "big")) == (b"", 103, 96)
    assert pixels == GREY.tobytes()
    assert resource.getrlimit(resource.RLIMIT_CPU) == (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
