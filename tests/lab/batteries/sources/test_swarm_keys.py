"""The swarm's keys one after the other, and what SP 800-22 finds of them."""

from __future__ import annotations

import itertools

import pytest

from lab.batteries.sources import make_generator
from lab.batteries.sources.swarm_keys import pso_key_stream, synthetic_people
from lab.papers.paper_003.scheme import paper_key
from shared.biometrics.models import default_network
from shared.errors import Failure
from shared.identifiers import Finger
from tests.lab.attacks.small_target import fixture_gallery
from tests.seeded_networks import tiny_network


def test_the_stream_has_the_keys_of_every_user_in_turn() -> None:
    gallery = fixture_gallery()
    stream = pso_key_stream(gallery.items(), tiny_network())
    keys = list(itertools.islice(stream, 12))
    assert [len(key) for key in keys] == [1024] * 12
    users = list(gallery)
    assert keys[9] == paper_key(users[0], 10, gallery[users[0]], tiny_network())
    assert keys[11] == paper_key(users[1], 2, gallery[users[1]], tiny_network())


def test_synthetic_people_are_made_as_they_are_needed() -> None:
    people = synthetic_people(3)
    user, prints = next(people)
    assert user == 1
    assert list(prints) == list(Finger)


def test_the_source_has_the_shipped_models_keys_bit_by_bit() -> None:
    user, prints = next(synthetic_people(5))
    first, second = (paper_key(user, index, prints, default_network()) for index in (1, 2))
    source = make_generator("pso-keys", 5)
    assert source.bytes(1000) + source.bytes(1048) == first + second


def test_a_population_has_no_larger_seed() -> None:
    with pytest.raises(Failure, match=r"pso-keys takes a seed from 0 to 2\^63 - 1"):
        make_generator("pso-keys", 1 << 63)
