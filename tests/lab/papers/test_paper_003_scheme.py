"""Paper mode does what the paper prints, weaknesses and all."""

from __future__ import annotations

import pytest

from lab.attacks.pictures import radiograph
from lab.papers.paper_003.scheme import PaperBranch, PaperHeadOffice, PaperKeys, paper_cipher, paper_key
from shared.chaos import chen
from tests.lab.attacks.small_target import fixture_gallery
from tests.seeded_networks import tiny_network


@pytest.fixture(scope="module")
def keys() -> PaperKeys:
    """Keys of the three people whose prints are checked in."""
    return PaperKeys(fixture_gallery(), tiny_network())


def test_the_branch_decrypts_what_the_head_office_encrypts(keys: PaperKeys) -> None:
    office, picture = PaperHeadOffice(keys), radiograph(1, 64)
    message = office.send(2, picture)
    assert message.cipher != picture.tobytes()
    assert PaperBranch(keys).receive(message) == picture.tobytes()


def test_the_counter_runs_to_ten_for_each_user_and_starts_again(keys: PaperKeys) -> None:
    office, picture = PaperHeadOffice(keys), radiograph(1, 32)
    sent = [office.send(2, picture) for _ in range(12)]
    assert [message.index for message in sent] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2]
    assert office.send(3, picture).index == 1
    assert sent[0] == sent[10]
    assert len({message.cipher for message in sent}) == 10


def test_the_final_key_is_chen_and_the_swarms_key_repeated(keys: PaperKeys) -> None:
    key = keys.key(1, 4)
    stream = paper_cipher(bytes(3000), key)
    assert bytes(a ^ b for a, b in zip(stream, chen.stream(3000), strict=True)) == (key * 3)[:3000]


def test_a_key_is_its_print_and_its_counter_and_nothing_else(keys: PaperKeys) -> None:
    gallery, network = fixture_gallery(), tiny_network()
    assert len(keys.key(2, 3)) == 1024
    assert paper_key(2, 3, gallery[2], network) == keys.key(2, 3)
    assert paper_key(2, 3, gallery[3], network) != keys.key(2, 3)
    assert len({keys.key(2, index) for index in range(1, 11)}) == 10
