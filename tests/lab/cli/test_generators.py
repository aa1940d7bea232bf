"""``ridgekey-lab generators``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.cli.app import build
from lab.generators.registry import GENERATORS
from shared.terminal.program import run

SEED = "000102030405060708090a0b0c0d0e0f"


def generators(*arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["generators", *arguments])


def test_the_list_has_every_generator_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert generators("list", "--format", "json") == 0
    items = {item["generator"]: item for item in json.loads(capsys.readouterr().out)["items"]}
    assert list(items) == list(GENERATORS)
    assert items["extreme-learning"]["parameters"]["key_bytes"] == 32


def test_a_key_is_shown_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("run", "extreme-learning", "--seed", SEED, "--keys", "2", "--format", "json")
    assert generators(*arguments, "--show-key") == 0
    shown = json.loads(capsys.readouterr().out)["items"]
    assert generators(*arguments) == 0
    captured = capsys.readouterr()
    hidden = json.loads(captured.out)["items"]
    assert all(len(one["key"]) == 2 * 256 and one["key"] not in captured.out for one in shown)
    assert [{**one, "key": None} for one in hidden] == [{**one, "key": None} for one in shown]
    assert "effective 128.0 bits" in captured.err


def test_people_get_a_line_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--keys", "3", "--set", "subkeys=1", "--set", "hidden=16", "--format", "table")
    assert generators("run", "extreme-learning", *arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["number", "key", "bits", "monobit", "runs", "block", *lines[0].split()[6:]]
    assert [line.split()[:2] for line in lines[1:4]] == [["0", "256"], ["1", "256"], ["2", "256"]]


def test_two_parties_agree_and_only_a_fingerprint_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert generators("exchange", "--set", "inputs=20", "--format", "json") == 0
    shown = capsys.readouterr()
    record = json.loads(shown.out)
    assert (record["same_key"], record["inputs"], len(record["fingerprint"])) == (True, 20, 16)
    assert shown.err.startswith("Tree parity machines are broken")


def test_machines_of_several_outputs_agree_too(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ("--set", "inputs=20", "--set", "components=3", "--set", "agreement=all")
    assert generators("exchange", "vector-tree-parity", *settings, "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["same_key"], record["machines"]) == (True, "vector-tree-parity")
    assert (record["components"], record["agreement"]) == (3, "all")


GAN = ("--set", "side=32", "--set", "width=4", "--set", "blocks=1")


def test_a_network_is_trained_and_its_keys_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "gan.pt")
    arguments = ("--out", out, "--batch", "1", "--seed", SEED, *GAN, "--format", "json")
    assert generators("train-gan", *arguments, "--steps", "2") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["pictures"] == 2
    assert "no one-time pad" in shown.err
    judged = ("--keys", "2", "--seed", SEED, *GAN)
    assert generators("judge-gan", *judged, "--set", f"weights={out}", "--format", "json") == 0
    made, hashed = json.loads(capsys.readouterr().out)["items"]
    assert (made["keys"], hashed["keys"]) == ("as made", "hashed")
    assert made["one_pixel"]["bits"] < hashed["one_pixel"]["bits"]
    assert generators("judge-gan", *judged, "--format", "table") == 0
    assert "guessed bits" in capsys.readouterr().out


def test_attacks_have_rates_with_bounds_and_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (
        "simple",
        "geometric",
        "--runs",
        "40",
        "--seed",
        SEED,
        "--set",
        "depth=2",
        "--format",
        "json",
    )
    assert generators("attack", "tree-parity", *arguments) == 0
    shown = capsys.readouterr()
    simple, geometric = json.loads(shown.out)["items"]
    assert (simple["successes"], simple["lower"], simple["upper"]) == (0, 0, 0.0881)
    assert 0 < geometric["lower"] < geometric["rate"] < geometric["upper"] < 1
    assert "the key here rests on X25519" in shown.err


def test_the_comparison_has_a_row_a_generator(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("compare", "cube-walk", "logistic-perceptron", "cube-walk", "--keys", "3")
    assert generators(*arguments, "--seed", SEED, "--format", "json") == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [item["generator"] for item in items] == ["cube-walk", "logistic-perceptron"]
    assert items[0]["seed_sensitivity"]["limits"][0] < 50
    assert generators(*arguments, "--format", "table") == 0
    shown = capsys.readouterr().out
    assert "Key space" in shown
    assert "Sensitivity, monobit, time" in shown


REFUSALS = {
    "nothing of that name to compare": (["compare", "cube"], "the nearest are cube-walk"),
    "no such machines": (["exchange", "vector"], "there are tree-parity and vector-tree-parity"),
    "weights for a training": (
        ["train-gan", "--out", "gan.pt", "--set", "network=1"],
        "weights and network are for making keys",
    ),
    "a file with nowhere to be": (["train-gan", "--out", "no/gan.pt"], "There is no folder no"),
    "parties that speak otherwise": (
        ["exchange", "--over", "pigeon"],
        "Invalid value for '--over': 'pigeon' is not one of 'queue', 'socket'.",
    ),
    "weights that are not there": (["judge-gan", "--set", "weights=none.pt"], "There is no file none.pt"),
    "no such attack": (["attack", "tree-parity", "guess"], "There is no attack 'guess'"),
    "no machine": (["attack", "tree-parity", "genetic", "--machines", "2"], "from 4 to 8,192"),
    "a rule that is none": (["exchange", "--set", "rule=hebb"], "rule is one of hebbian, anti-hebbian"),
    "no such generator": (["run", "extreme"], "the nearest are extreme-learning"),
    "no hexadecimal": (["run", "extreme-learning", "--seed", "xy"], "written in hexadecimal"),
    "a short seed": (["run", "extreme-learning", "--seed", "00"], "16 to 64 bytes"),
    "a parameter": (["run", "extreme-learning", "--set", "hidden=0"], "from 8 to 255"),
    "a level": (["run", "extreme-learning", "--alpha", "1"], "between 0 and 1"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_and_why(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, sentence = REFUSALS[case]
    assert generators(*arguments) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
