"""Every generator of the registry keeps the same promises."""

from __future__ import annotations

import pytest

from lab.generators.parameters import read_parameters, record_parameters
from lab.generators.registry import GENERATORS, find_generator
from shared.errors import Code, Failure

SEED = bytes(range(32))


@pytest.mark.parametrize("name", GENERATORS)
def test_the_same_seed_gives_the_same_key_and_another_gives_another(name: str) -> None:
    generator = find_generator(name)
    parameters = generator.parameters()
    first, again, other = (
        generator.generate(seed, parameters).key.export_bytes() for seed in (SEED, SEED, SEED[::-1])
    )
    assert first == again != other
    assert len(first) >= 16


@pytest.mark.parametrize("name", GENERATORS)
def test_no_generator_has_more_keys_than_seeds_or_keys_of_its_length(name: str) -> None:
    generator = find_generator(name)
    parameters = generator.parameters()
    length = len(generator.generate(SEED[:16], parameters).key)
    effective = generator.effective(parameters, 16)
    assert 0 <= effective.bits <= min(128, 8 * length)
    assert effective.basis
    assert generator.claimed(parameters).bits > 0


@pytest.mark.parametrize("name", GENERATORS)
def test_a_row_says_what_can_be_set(name: str) -> None:
    row = find_generator(name).row()
    settings = [f"{key}={value}" for key, value in row["parameters"].items()]
    read = read_parameters(find_generator(name).parameters, settings)
    assert record_parameters(read) == row["parameters"]


REFUSED = {
    "another form": ("hidden", "written name=value"),
    "another name": ("hiden=3", "the nearest are hidden"),
    "nothing near": ("zzz=3", "there are key_bytes, subkeys, hidden"),
    "no number": ("hidden=many", "a whole number"),
    "out of range": ("hidden=256", "from 8 to 255"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_parameter_that_is_none_is_refused(case: str) -> None:
    text, said = REFUSED[case]
    with pytest.raises(Failure, match=said) as caught:
        read_parameters(find_generator("extreme-learning").parameters, [text])
    assert caught.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("name", "said"), [("extreme", "the nearest are extreme-learning"), ("qqq", "there are ")]
)
def test_a_name_that_is_none_is_refused(name: str, said: str) -> None:
    with pytest.raises(Failure, match=said):
        find_generator(name)
