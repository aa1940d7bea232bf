"""What each attack recovers, from what its attacker has and nothing else, is the truth byte for byte."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.attacks.bit_flipping import marker, painted
from lab.attacks.chosen_plaintext import keys_of
from lab.attacks.forgery import forged
from lab.attacks.key_search import roughness, search
from lab.attacks.keystream import PERIOD, below_chen
from lab.attacks.known_plaintext import read_all as read_by_known_bytes
from lab.attacks.measure import equal_share, is_guessing, xor
from lab.attacks.model_substitution import any_prints, blind
from lab.attacks.near_key import with_errors
from lab.attacks.one_pixel import changed_pixels, npcr, uaci
from lab.attacks.pictures import black, radiograph
from lab.attacks.single_ciphertext import likely_key
from lab.attacks.splicing import spliced
from lab.attacks.stolen_prints import read_all as read_by_prints
from lab.attacks.target import Target
from lab.attacks.two_time_pad import overlaps
from lab.papers.paper_003.scheme import PaperHeadOffice, paper_key
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.identifiers import Finger
from shared.keygen.assessment import assess


def test_two_time_pad_finds_just_the_messages_under_one_key(target: Target) -> None:
    found = overlaps(target.paper_traffic)
    assert set(found) == {
        (first, second) for second in range(23) for first in range(second) if (second - first) in (10, 20)
    }
    assert found[0, 10] == xor(target.image(1), target.image(11))


def test_two_users_share_no_key(target: Target) -> None:
    office = PaperHeadOffice(target.paper_keys)
    assert overlaps([office.send(user, black(32)) for user in (1, 2, 3)]) == {}


def test_known_bytes_open_all_messages_of_their_counter(target: Target) -> None:
    pictures = read_by_known_bytes(target.paper_traffic, 3, target.image(4)[5000 : 5000 + PERIOD], 5000)
    assert pictures == {3: target.image(4), 13: target.image(14)}


def test_wrong_bytes_open_nothing(target: Target) -> None:
    pictures = read_by_known_bytes(target.paper_traffic, 3, radiograph(9, 32).tobytes(), 33_000)
    assert equal_share(pictures[13], target.image(14)) < 0.2


def test_black_pictures_are_the_keys(target: Target) -> None:
    office = PaperHeadOffice(target.paper_keys)
    keys = keys_of([office.send(2, black(32)) for _ in range(10)])
    assert keys == {index: target.paper_keys.key(2, index) for index in range(1, 11)}


@pytest.mark.parametrize("number", [1, 2, 12])
def test_one_ciphertext_gives_nearly_all_of_its_key(number: int, target: Target) -> None:
    message = target.paper_traffic[number - 1]
    key = likely_key(below_chen(message.cipher), radiograph(777, 256).tobytes())
    assert equal_share(key, target.paper_keys.key(2, message.index)) > 0.97


def test_statistics_need_the_public_stream_taken_off(target: Target) -> None:
    message = target.paper_traffic[0]
    key = likely_key(message.cipher, radiograph(777, 256).tobytes())
    assert equal_share(key, target.paper_keys.key(2, 1)) < 0.05


def test_a_marker_is_painted_and_nothing_else_changes(target: Target) -> None:
    received = target.paper_branch.receive(painted(target.paper_traffic[0], marker()))
    shown = np.frombuffer(received, np.uint8).reshape(256, 256)
    assert np.array_equal(shown[:7, :5], marker())
    assert (shown != target.picture(1)).sum() == (marker() > 0).sum()


def test_halves_of_two_messages_are_one_picture(target: Target) -> None:
    traffic = target.paper_traffic
    half = len(traffic[0].cipher) // 2
    received = target.paper_branch.receive(spliced(traffic[0], traffic[10]))
    assert received == target.image(1)[:half] + target.image(11)[half:]


def test_a_forged_message_shows_what_the_forger_wants(target: Target) -> None:
    picture = radiograph(4242, 64)
    message = forged(target.paper_traffic[1], target.image(2)[:PERIOD], picture)
    assert message.shape == (64, 64)
    assert target.paper_branch.receive(message) == picture.tobytes()


def test_the_search_finds_user_counter_and_key(target: Target) -> None:
    message = target.paper_traffic[6]
    found = search(message.cipher, target.gallery, target.network)
    assert found == (2, 7, target.paper_keys.key(2, 7))


def test_the_search_finds_nothing_where_the_print_is_not_among_them(target: Target) -> None:
    others = {user: prints for user, prints in target.gallery.items() if user == 3}
    user, _, key = search(target.paper_traffic[6].cipher, others, target.network)
    assert (user, key == target.paper_keys.key(2, 7)) == (3, False)


def test_noise_is_rougher_than_any_picture(target: Target) -> None:
    assert roughness(target.image(1)) < 20
    assert 80 < roughness(target.paper_traffic[0].cipher) < 90


def test_copied_prints_open_everything(target: Target) -> None:
    pictures = read_by_prints(target.paper_traffic[:12], target.gallery[2], target.network)
    assert pictures == [target.image(n) for n in range(1, 13)]


def test_another_persons_prints_open_nothing(target: Target) -> None:
    (picture,) = read_by_prints(target.paper_traffic[:1], target.gallery[3], target.network)
    assert equal_share(picture, target.image(1)) < 0.02


def test_another_impression_of_the_right_finger_opens_nothing(target: Target) -> None:
    master = generate_finger(person_seed(1, 17), Finger.LEFT_INDEX)
    enrolled, other = (
        paper_key(17, 1, {Finger.LEFT_INDEX: impression(master, number)}, target.network) for number in (0, 1)
    )
    assert is_guessing(equal_share(enrolled, other), len(enrolled))


def test_a_blind_model_gives_everyone_the_same_key_and_it_passes_the_assessment(target: Target) -> None:
    planted = blind(target.network)
    key = paper_key(2, 5, target.gallery[2], planted)
    assert key == paper_key(2, 5, any_prints(), planted)
    assert assess(np.frombuffer(key, np.uint8)).accepted
    assert key != target.paper_keys.key(2, 5)


@pytest.mark.parametrize("count", [0, 1, 72, 1024])
def test_errors_are_as_many_as_asked_for(count: int) -> None:
    key = bytes(range(256)) * 4
    assert round(1024 * (1 - equal_share(with_errors(key, count), key))) == count


def test_changed_pixels_are_found_and_measured(target: Target) -> None:
    first = target.paper_traffic[0]
    cipher = bytearray(first.cipher)
    cipher[77] ^= 5
    second = replace(first, cipher=bytes(cipher))
    assert changed_pixels(first, second) == {77: 5}
    assert npcr(first.cipher, second.cipher) == pytest.approx(1 / 65536)


def test_uaci_of_opposites_is_all() -> None:
    assert uaci(bytes(10), b"\xff" * 10) == 1.0
