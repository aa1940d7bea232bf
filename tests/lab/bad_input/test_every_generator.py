"""One table of wrong input for every generator of the registry, called and as a command."""

from __future__ import annotations

import dataclasses
import enum
import re
from typing import Any, get_type_hints

import numpy as np
import pytest

from lab.cli.app import build
from lab.generators.parameters import read_parameters
from lab.generators.registry import GENERATORS
from lab.papers.paper_000.pictures import prepare
from shared.errors import Code, Failure
from shared.terminal.program import run
from tests.lab.bad_input.wrong_pictures import ARRAYS, CONSTANT

SEED = bytes(range(32))
EACH = pytest.mark.parametrize("name", GENERATORS)

WRONG_SEEDS: dict[str, tuple[Any, str]] = {
    "none": (b"", "A seed has 16 to 64 bytes; this one has 0."),
    "a byte short": (bytes(15), "A seed has 16 to 64 bytes; this one has 15."),
    "a byte more": (bytes(65), "A seed has 16 to 64 bytes; this one has 65."),
    "text": ("0123456789abcdef", "A seed is bytes; give an object of that type."),
    "numbers": (list(range(32)), "A seed is bytes; give an object of that type."),
    "an array": (np.arange(32, dtype=np.uint8), "A seed is bytes; give an object of that type."),
    "a number": (7, "A seed is bytes; give an object of that type."),
}


@dataclasses.dataclass(frozen=True)
class Foreign:
    """Parameters of no generator."""


def settings_of(name: str) -> dict[str, type]:
    """What can be set of a generator, with its type."""
    return get_type_hints(GENERATORS[name].parameters)


def wrong_settings(name: str) -> list[tuple[str, str]]:
    """Settings that a generator refuses, each with a pattern of the whole sentence."""
    known = settings_of(name)
    cases = [
        ("nonsense", r"A parameter is written name=value, and 'nonsense' is not\."),
        ("qqqq=1", r"There is no parameter 'qqqq'; (there are|the nearest are) .+\."),
        ("", r"A parameter is written name=value, and '' is not\."),
    ]
    for setting, kind in known.items():
        if issubclass(kind, enum.Enum):
            cases.append((f"{setting}=qqqq", rf"{setting} is one of .+, not 'qqqq'\."))
        elif kind is int:
            cases.append((f"{setting}=many", rf"{setting} is a whole number, not 'many'\."))
            cases.append((f"{setting}=", rf"{setting} is a whole number, not ''\."))
            cases.append((f"{setting}=1.5", rf"{setting} is a whole number, not '1\.5'\."))
            for beyond in (-1, 10**30):
                cases.append((f"{setting}={beyond}", rf"{setting} is .+; give a .+ from .+ to .+\."))
    return cases


@pytest.mark.parametrize("case", WRONG_SEEDS)
@EACH
def test_what_is_no_seed(name: str, case: str) -> None:
    generator, (seed, sentence) = GENERATORS[name], WRONG_SEEDS[case]
    with pytest.raises(Failure) as caught:
        generator.generate(seed, generator.parameters())
    assert (caught.value.code, caught.value.sentence) == (Code.INVALID_INPUT, sentence)


@EACH
def test_parameters_of_something_else(name: str) -> None:
    generator = GENERATORS[name]
    with pytest.raises(Failure) as caught:
        generator.generate(SEED, Foreign())
    sentence = f"These are no parameters of {name}; give its {generator.parameters.__name__}."
    assert (caught.value.code, caught.value.sentence) == (Code.INVALID_INPUT, sentence)


@EACH
def test_settings_that_are_none(name: str) -> None:
    for setting, pattern in wrong_settings(name):
        with pytest.raises(Failure) as caught:
            read_parameters(GENERATORS[name].parameters, [setting])
        assert caught.value.code is Code.INVALID_INPUT, setting
        assert re.fullmatch(pattern, caught.value.sentence), (setting, caught.value.sentence)


@pytest.mark.parametrize("case", [*ARRAYS, *CONSTANT])
def test_what_is_no_picture_for_the_generator_of_pictures(case: str) -> None:
    one_colour = "The picture has one colour only and shows nothing; give another."
    array, sentence = ARRAYS.get(case) or (CONSTANT[case], one_colour)
    with pytest.raises(Failure) as caught:
        prepare(array)
    assert (caught.value.code, caught.value.sentence) == (Code.INVALID_INPUT, sentence)


@EACH
def test_the_command_ends_with_2_and_one_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [(["--set", setting], pattern) for setting, pattern in wrong_settings(name)]
    cases += [
        (["--seed", "00" * 15], r"A seed has 16 to 64 bytes; this one has 15\."),
        (["--seed", "00" * 65], r"A seed has 16 to 64 bytes; this one has 65\."),
        (["--seed", "xy"], r"A seed is written in hexadecimal, .+\."),
        (["--keys", "0"], r"should be greater than or equal to 1"),
        (["--alpha", "nan"], r"between 0 and 1"),
    ]
    for arguments, pattern in cases:
        assert run(build(), "ridgekey-lab", ["generators", "run", name, *arguments]) == 2, arguments
        shown = capsys.readouterr()
        (line,) = shown.err.strip().splitlines()
        assert shown.out == ""
        assert re.search(pattern, line), (arguments, line)
