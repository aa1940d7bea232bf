"""Messages arrive, at both branches, with the numbers that the protocol gives them (protocol §1, §3)."""

from __future__ import annotations

import hashlib
from itertools import cycle
from pathlib import Path

import pytest

from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of, finger_of
from tests.scenarios.conftest import TEN_FINGERS, THREE_FINGERS, Offices

FETCHED_FIELDS = [
    "user",
    "n",
    "epoch",
    "counter",
    "finger",
    "image",
    "bytes",
    "sha256",
    "suite",
    "inner",
    "verification",
    "attempt",
    "seconds",
]
FIRST_THREE = (Finger.LEFT_LITTLE, Finger.LEFT_RING, Finger.LEFT_MIDDLE)


def test_twelve_messages_at_two_branches_in_turn(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(THREE_FINGERS)
    turns = zip(range(before + 1, before + 13), cycle((offices.basra, offices.mosul)), strict=False)
    for (n, branch), image in zip(turns, cycle(offices.images), strict=False):
        target = tmp_path / f"{n}.png"
        told = branch.ask("fetch", str(THREE_FINGERS), image, "-o", target)
        assert target.read_bytes() == offices.images[image]
        numbers = (told["n"], told["counter"], told["epoch"], told["finger"], told["attempt"])
        assert numbers == (n, counter_of(n), epoch_of(n), finger_of(n, FIRST_THREE).label, 1)
    after = offices.head_office.ask("counter", "show", str(THREE_FINGERS))
    assert after == {
        "user": THREE_FINGERS,
        "n": before + 12,
        "epoch": epoch_of(before + 12),
        "counter": counter_of(before + 12),
        "next_finger": finger_of(before + 13, FIRST_THREE).label,
    }


@pytest.mark.parametrize("suite", ["aes-256-gcm", "chacha20-poly1305"])
@pytest.mark.parametrize("inner", ["none", "chen", "logistic", "lorenz"])
def test_every_suite_under_every_inner_cipher(
    offices: Offices, tmp_path: Path, suite: str, inner: str
) -> None:
    target = tmp_path / "image.png"
    options = ("--suite", suite, "--inner", inner)
    told = offices.basra.ask("fetch", str(TEN_FINGERS), "xray-7", "-o", target, *options)
    assert list(told) == FETCHED_FIELDS
    assert (told["suite"], told["inner"], told["bytes"]) == (suite, inner, len(offices.images["xray-7"]))
    assert told["sha256"] == hashlib.sha256(offices.images["xray-7"]).hexdigest()
    assert target.read_bytes() == offices.images["xray-7"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_message_is_in_the_audit_from_reservation_to_delivery(offices: Offices, tmp_path: Path) -> None:
    told = offices.mosul.ask("fetch", str(TEN_FINGERS), "mri-3", "-o", tmp_path / "image.png")
    assert offices.events_of(TEN_FINGERS, told["n"]) == ["RESERVED", "RELEASED", "DELIVERED"]
    verdict = offices.head_office.ask("audit", "verify")
    assert (verdict["ok"], verdict["first_bad"]) == (True, None)


def test_a_branch_lists_what_is_released_to_its_user(offices: Offices) -> None:
    listed = offices.basra.ask("list", str(TEN_FINGERS))["items"]
    sizes = {item["image"]: item["bytes"] for item in listed}
    assert sizes == {image: len(data) for image, data in offices.images.items()}
