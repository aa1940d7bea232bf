"""Figures and names stay whole in a narrow terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text

from shared.terminal.whole_word_table import WholeWordTable

HEADINGS = ("picture", "paper implied p", "entropy", "why")
ROWS = (
    ("mri-exif-2004", "0.7289", "0.99999872", "It needs 1,000,000 bits and there are 67,680."),
    ("baboon", "–", "0.99998733", "yes"),
)


def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, *rows: tuple[str, ...]
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    headings = HEADINGS[: len(rows[0])]
    cells = [[Text(value) for value in row] for row in rows]
    WholeWordTable(headings, cells, [False, True, True, False][: len(headings)]).show()
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [10, 40, 60, 80, 200])
def test_no_word_of_usual_length_is_broken(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = " ".join(printed(capsys, monkeypatch, width, *ROWS)).split()
    wanted = " ".join([*HEADINGS, *(cell for row in ROWS for cell in row)]).split()
    assert sorted(words) == sorted(wanted)


def test_a_row_of_short_words_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(capsys, monkeypatch, 20, *(row[:3] for row in ROWS))
    assert [line.split() for line in lines[-2:]] == [list(row[:3]) for row in ROWS]


@pytest.mark.parametrize("width", [60, 80])
def test_a_table_that_can_be_folded_fits_the_terminal(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert max(len(line) for line in printed(capsys, monkeypatch, width, *ROWS)) <= width


def test_a_hash_is_folded(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(capsys, monkeypatch, 30, ("ab" * 32, "1"))
    parts = [part for line in lines for part in line.split()[:1] if not part.strip("ab")]
    assert len(parts) > 1
    assert "".join(parts) == "ab" * 32
    assert max(map(len, lines)) <= 30


@pytest.mark.parametrize("width", [10, 24, 40, 200])
@pytest.mark.parametrize(
    "name", ["指纹.png", "指纹图像中心.png", "左手的食指与右手的拇指.png"], ids=["short", "whole", "folded"]
)
def test_no_wide_character_is_left_out(
    name: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(capsys, monkeypatch, width, (name, "0.7289"))
    assert "".join(sign for line in lines for sign in line if not sign.isascii()) == name.removesuffix(".png")
    assert max(map(cell_len, lines)) <= max(width, 29)


def test_what_fits_is_laid_out_on_single_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, *rows = printed(capsys, monkeypatch, 200, *ROWS)
    assert [part.strip() for part in heading.split("  ") if part.strip()] == list(HEADINGS)
    assert len(rows) == len(ROWS)


def test_no_rows_leave_the_headings(capsys: pytest.CaptureFixture[str]) -> None:
    WholeWordTable(("one", "two"), [], [False, True]).show()
    assert capsys.readouterr().out.split() == ["one", "two"]
