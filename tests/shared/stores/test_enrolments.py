"""Enrolments: canonical bytes, generations, nothing shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.secret import Secret
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.sealed_store import SealedStore
from tests.replay_randomness import ReplayRandomness
from tests.shared.stores.sealed_parts import FINGERS, MODEL, master_key, some_enrolment, some_print


def sealed_store(folder: Path) -> SealedStore:
    """Where enrolments lie."""
    return SealedStore(folder, master_key(), "enrolment", ReplayRandomness("store"))


@given(
    user=st.integers(1, 2**31),
    generation=st.integers(1, 2**40),
    fingers=st.sets(st.sampled_from(Finger), min_size=1),
    size=st.tuples(st.integers(32, 40), st.integers(32, 40)),
)
def test_an_enrolment_is_read_back(
    user: int, generation: int, fingers: set[Finger], size: tuple[int, int]
) -> None:
    prints = {finger: some_print(finger, *size) for finger in fingers}
    enrolment = Enrolment(user, generation, MODEL, prints, Secret(bytes(32)))
    back = Enrolment.decode(enrolment.encode())
    assert (back.user, back.generation, back.model_digest) == (user, generation, MODEL)
    assert back.fingers == tuple(sorted(fingers))
    assert back.secret.equals_in_constant_time(enrolment.secret)
    assert all(np.array_equal(back.prints[finger].pixels, prints[finger].pixels) for finger in fingers)
    assert back.encode() == enrolment.encode()


def test_the_order_in_which_prints_were_given_does_not_matter() -> None:
    enrolment = some_enrolment()
    turned = {finger: enrolment.prints[finger] for finger in reversed(FINGERS)}
    assert Enrolment(17, 1, MODEL, turned, enrolment.secret).encode() == enrolment.encode()


def test_an_enrolment_shows_neither_prints_nor_secret() -> None:
    assert repr(some_enrolment()) == f"Enrolment(user=17, generation=1, model_digest={MODEL!r})"


def altered(position: int, value: bytes) -> bytes:
    """An enrolment's bytes with one item replaced."""
    items = unlv(some_enrolment().encode(), 7)
    items[position] = value
    return lv(*items)


def one_print(finger: int, height: int, width: int, pixels: bytes) -> bytes:
    """The item of one print."""
    return lv(finger, height, width, pixels)


GOOD_PRINT = one_print(3, 32, 32, bytes(1024))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(some_enrolment().encode()[:-1], id="cut"),
        pytest.param(some_enrolment().encode() + b"\0", id="trailing"),
        pytest.param(altered(0, b"ridgekey/1 image"), id="another label"),
        pytest.param(altered(1, bytes(8)), id="user 0"),
        pytest.param(altered(2, bytes(8)), id="generation 0"),
        pytest.param(altered(3, bytes(31)), id="short digest"),
        pytest.param(altered(4, bytes(31)), id="short secret"),
        pytest.param(altered(5, lv(2)[4:]), id="fewer prints than counted"),
        pytest.param(altered(5, lv(2**40)[4:]), id="a huge count"),
        pytest.param(altered(6, b""), id="no prints"),
        pytest.param(altered(6, GOOD_PRINT * 3), id="one finger three times"),
        pytest.param(
            altered(6, GOOD_PRINT + one_print(2, 32, 32, bytes(1024)) + one_print(4, 32, 32, bytes(1024))),
            id="out of order",
        ),
        pytest.param(
            altered(6, GOOD_PRINT * 2 + one_print(10, 32, 32, bytes(1024))), id="an eleventh finger"
        ),
        pytest.param(altered(6, GOOD_PRINT * 2 + one_print(4, 32, 31, bytes(1024))), id="sizes disagree"),
        pytest.param(altered(6, GOOD_PRINT * 2 + one_print(4, 2**63, 2**63, b"")), id="a huge print"),
    ],
)
def test_bytes_that_are_no_enrolment_are_refused(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        Enrolment.decode(data)
    assert refused.value.code is Code.MALFORMED


def test_generations_are_kept_side_by_side(tmp_path: Path) -> None:
    enrolments = EnrolmentStore(sealed_store(tmp_path))
    assert enrolments.newest(17) is None
    for user, generation in ((17, 1), (17, 2), (17, 10), (170, 1)):
        enrolments.put(some_enrolment(user, generation))
    newest = enrolments.newest(17)
    assert newest is not None
    assert (newest.generation, enrolments.generations(17), enrolments.users()) == (10, (1, 2, 10), (17, 170))
    enrolments.delete(17, 10)
    assert enrolments.generations(17) == (1, 2)


def test_an_absent_generation_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="User 17 has no enrolment of generation 3") as refused:
        EnrolmentStore(sealed_store(tmp_path)).get(17, 3)
    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(some_enrolment(18, 1).encode(), id="another user's"),
        pytest.param(some_enrolment(17, 2).encode(), id="another generation"),
        pytest.param(b"no enrolment", id="something else"),
    ],
)
def test_a_stored_enrolment_must_be_what_its_name_says(tmp_path: Path, content: bytes) -> None:
    sealed_store(tmp_path).put("17.1", content)
    with pytest.raises(Failure) as refused:
        EnrolmentStore(sealed_store(tmp_path)).get(17, 1)
    assert refused.value.code is Code.INTEGRITY
