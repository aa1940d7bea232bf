"""The report of a ciphertext, and the files that pictures come from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.batteries.images.files import load_picture
from lab.batteries.images.report import image_report
from shared.errors import Failure
from tests.lab.batteries.images.deep_files import DEEP, one_colour_transparent, several
from tests.lab.batteries.images.drawn_pictures import noise, ramp


def test_a_report_has_every_section_and_is_strict_json() -> None:
    report = image_report(ramp(32), noise(1, 32, 32), noise(2, 32, 32))
    record = json.loads(json.dumps(report.record(), allow_nan=False))
    assert list(record["sections"]) == [
        "ciphertext",
        "plaintext",
        "plaintext and ciphertext",
        "two ciphertexts",
    ]
    assert [one["name"] for one in record["sections"]["two ciphertexts"]] == ["NPCR (%)", "UACI (%)"]
    assert [one["name"] for one in record["sections"]["plaintext and ciphertext"]][:2] == [
        "NPCR_pc (%)",
        "UACI_pc (%)",
    ]
    assert sum(record["cipher_histograms"][0]) == 32 * 32


def test_npcr_between_ciphers_needs_two_of_them() -> None:
    titles = [section.title for section in image_report(ramp(8), noise(1, 8, 8)).sections]
    assert titles == ["ciphertext", "plaintext", "plaintext and ciphertext"]


def test_equal_pictures_are_reported_with_infinite_psnr() -> None:
    picture = ramp(8)
    record = image_report(picture, picture).record()
    assert record["sections"]["plaintext and ciphertext"][3]["value"] == "inf"


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tiff", ".ppm"])
@pytest.mark.parametrize("shape", [(5, 7, 3), (5, 7)])
def test_pictures_are_read_bit_by_bit(tmp_path: Path, suffix: str, shape: tuple[int, ...]) -> None:
    picture, path = noise(1, *shape), tmp_path / f"picture{suffix}"
    Image.fromarray(picture).save(path)
    assert np.array_equal(load_picture(path), picture)


def test_other_files_are_refused(tmp_path: Path) -> None:
    Image.fromarray(ramp(8)).save(tmp_path / "lossy.jpg")
    Image.fromarray(noise(1, 4, 4, 4), "RGBA").save(tmp_path / "clear.png")
    (tmp_path / "text.png").write_text("no picture")
    Image.fromarray(ramp(32)).save(tmp_path / "cut.png")
    cut = (tmp_path / "cut.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(cut[: len(cut) // 2])
    (tmp_path / "deep.png").write_bytes(DEEP["PNG"]())
    (tmp_path / "veiled.png").write_bytes(one_colour_transparent())
    (tmp_path / "pages.tiff").write_bytes(several("TIFF"))
    for name, said in (
        ("lossy.jpg", "not a readable"),
        ("clear.png", "not 8-bit grey or RGB"),
        ("deep.png", "more than 8 bits"),
        ("veiled.png", "not 8-bit grey or RGB"),
        ("pages.tiff", "holds 2 pictures"),
        ("text.png", "not a readable"),
        ("cut.png", "not a readable"),
        ("absent.png", "does not exist"),
    ):
        with pytest.raises(Failure, match=f"{name} .*{said}"):
            load_picture(tmp_path / name)
