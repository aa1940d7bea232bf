"""Synthetic people as files, and the prints that are checked in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from shared.biometrics.prints import load_print
from shared.biometrics.socofing import parse_name, select_prints
from shared.biometrics.synthetic import person_seed, write_subject
from shared.identifiers import Finger

FIXTURES = Path(__file__).parents[3] / "fixtures" / "prints"


def test_the_files_are_found_as_one_user_s_ten_prints(tmp_path: Path) -> None:
    written = write_subject(tmp_path, 17, person_seed(1, 17), gender="F")
    assert len(written) == 10
    assert (tmp_path / "Real" / "17__F_Left_index_finger.BMP").is_file()
    chosen = select_prints(tmp_path, 17)
    assert list(chosen) == list(Finger)
    assert load_print(chosen[Finger.LEFT_THUMB]).shape == (96, 96)


def test_altered_prints_lie_where_socofing_has_them(tmp_path: Path) -> None:
    written = write_subject(tmp_path, 3, person_seed(1, 3), altered=True, suffix=".png")
    altered = tmp_path / "Altered"
    names = [parse_name(path.name) for path in written]
    assert len(written) == 90
    assert all(name is not None and name.subject == 3 for name in names)
    assert (altered / "Altered-Hard" / "3__M_Right_thumb_finger_CR.png").is_file()
    assert not (altered / "Altered-Hard" / "3__M_Right_thumb_finger_Zcut.png").exists()
    assert len(select_prints(tmp_path, 3)) == 10


def test_further_impressions_are_folders_of_prints(tmp_path: Path) -> None:
    write_subject(tmp_path, 3, person_seed(1, 3), repeats=2)
    enrolled, *repeats = (
        [load_print(path).pixels.tobytes() for path in select_prints(folder, 3).values()]
        for folder in (tmp_path, tmp_path / "Repeats" / "Repeat-1", tmp_path / "Repeats" / "Repeat-2")
    )
    assert all(len(prints) == 10 for prints in (enrolled, *repeats))
    assert len({*enrolled, *repeats[0], *repeats[1]}) == 30


def test_populations_share_no_person() -> None:
    people = {person_seed(seed, user) for seed in range(4) for user in range(1, 601)}
    assert len(people) == 4 * 600


@pytest.mark.parametrize("user", [1, 2, 3])
def test_the_prints_checked_in_are_those_listed(user: int) -> None:
    lines = (FIXTURES / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    prints = select_prints(FIXTURES, user)
    assert len(prints) == 10
    for path in prints.values():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[path.name]
