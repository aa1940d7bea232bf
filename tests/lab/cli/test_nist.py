"""``ridgekey-lab nist``."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from lab.batteries.sources import make_generator
from lab.cli.app import build
from shared.terminal.program import run


def nist(*arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["nist", *arguments])


def test_programs_get_every_p_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert nist("--generator", "aes-ctr", "--seed", "5", "--bits", "67680", "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["source"], shown["bits"], shown["reading"]) == ("aes-ctr", 67680, "corrected")
    assert len(shown["p_values"]) == 188
    assert sum(one["p_values"] != [None] for one in shown["p_values"]) == 9
    assert shown["distinguished"] is False


def test_people_get_a_line_a_test_and_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        nist("--generator", "lcg-low", "--bits", "1000", "--tests", "frequency,runs", "--format", "table")
        == 0
    )
    out = capsys.readouterr().out
    assert "Told from an ideal source by runs" in out.replace("\n", " ").replace("           ", "")
    assert [line.split()[0] for line in out.splitlines()[-2:]] == ["frequency", "runs"]


def test_many_sequences_have_proportions(capsys: pytest.CaptureFixture[str]) -> None:
    assert nist("--generator", "shake256", "--bits", "2000", "--sequences", "60", "--tests", "runs,dft") == 0
    shown = json.loads(capsys.readouterr().out)
    assert [one["proportion"]["least"] for one in shown["p_values"]] == [58, 58]
    assert all(one["uniformity"] is not None for one in shown["p_values"])
    assert [family["name"] for family in shown["families"]] == ["p-values", "proportions", "uniformities"]


@pytest.mark.parametrize("encoding", ["raw", "hex", "ascii"])
def test_a_file_gives_what_its_bits_give(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bits = make_generator("aes-ctr").bits(1000)
    data = make_generator("aes-ctr").bytes(125)
    texts = {"raw": data, "hex": data.hex().encode(), "ascii": "".join(map(str, bits)).encode()}
    path = tmp_path / "bits"
    path.write_bytes(texts[encoding])
    assert nist(str(path), "--input", encoding, "--bits", "1000") == 0
    shown = json.loads(capsys.readouterr().out)
    assert nist("--generator", "aes-ctr", "--bits", "1000") == 0
    assert shown["p_values"] == json.loads(capsys.readouterr().out)["p_values"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(range(256)))))
    assert nist("-", "--bits", "2048", "--tests", "frequency") == 0
    assert json.loads(capsys.readouterr().out)["p_values"][0]["p_values"] == [1.0]


REFUSALS = {
    "neither": ([], "Name a FILE"),
    "both": (["-", "--generator", "pi"], "one of them"),
    "a seed for a file": (["-", "--seed", "1"], "--seed is for a generator"),
    "an encoding for a generator": (["--generator", "pi", "--input", "hex"], "leave it out with --generator"),
    "an unknown generator": (["--generator", "aes"], "the nearest are aes-ctr"),
    "an unknown test": (["--generator", "pi", "--tests", "ranks"], "the nearest are rank"),
    "no test": (["--generator", "pi", "--tests", ","], "names with commas"),
    "no bits": (["--generator", "pi", "--bits", "0"], "--bits"),
    "a reading that there is not": (["--generator", "pi", "--reading", "mine"], "--reading"),
    "a file that there is not": (["/nowhere/at/all"], "cannot be opened"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_and_why(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, sentence = REFUSALS[case]
    assert nist(*arguments) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
