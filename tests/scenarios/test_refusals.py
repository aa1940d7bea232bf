"""What is refused: by reason, by exit code, and without a file (protocol §2.5, §2.6, §3.2, §3.8, §4.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.demo.tampering_proxy import PROOF_TAG, BitFlipper, proxy, steal_credentials, unaltered
from tests.scenarios.conftest import EXITED, TEN_FINGERS, UNGRANTED, Offices, refused_with


@pytest.mark.fault(32)
@pytest.mark.parametrize(
    ("user", "image", "branch", "reason", "exit_code"),
    [
        pytest.param("0", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="ID 0"),
        pytest.param("601", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="ID 601"),
        pytest.param("-1", "xray-7", "basra", "INVALID_INPUT", 2, id="ID that looks like an option"),
        pytest.param("", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="empty ID"),
        pytest.param("1.0", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="fraction"),
        pytest.param("1 ", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="blank behind"),
        pytest.param("four", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="word"),
        pytest.param("4294967297", "xray-7", "basra", "ID_OUT_OF_RANGE", 2, id="2^32 + 1"),
        pytest.param(str(EXITED), "xray-7", "basra", "USER_EXITED", 4, id="on the exit list"),
        pytest.param(str(UNGRANTED), "xray-7", "mosul", "NOT_GRANTED", 4, id="grant withdrawn"),
        pytest.param("599", "xray-7", "basra", "NOT_GRANTED", 4, id="nobody has that ID"),
        pytest.param(
            str(UNGRANTED), "xray-7", "basra", "NOT_GRANTED", 4, id="granted to another branch only"
        ),
        pytest.param(str(TEN_FINGERS), "no-such", "basra", "IMAGE_NOT_FOUND", 3, id="no such image"),
        pytest.param(str(TEN_FINGERS), "../etc", "basra", "INVALID_INPUT", 2, id="image ID with a path"),
    ],
)
def test_a_fetch_is_refused(  # one row of the table a test
    offices: Offices, tmp_path: Path, user: str, image: str, branch: str, reason: str, exit_code: int
) -> None:
    office = offices.basra if branch == "basra" else offices.mosul
    answer = office.run("fetch", user, image, "-o", tmp_path / "image.png")
    assert refused_with(answer) == (reason, exit_code)
    assert answer.message.endswith(".")
    assert "Traceback" not in answer.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault(32)
def test_who_is_absent_and_who_is_not_granted_are_told_the_same(offices: Offices, tmp_path: Path) -> None:
    target = tmp_path / "image.png"
    absent = offices.basra.run("fetch", "598", "xray-7", "-o", target)
    not_granted = offices.basra.run("fetch", str(UNGRANTED), "xray-7", "-o", target)
    assert (absent.reason, absent.message) == (not_granted.reason, not_granted.message)


def test_a_refusal_before_the_reservation_moves_no_counter(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(EXITED)
    offices.basra.run("fetch", str(EXITED), "xray-7", "-o", tmp_path / "image.png")
    assert offices.counter(EXITED) == before


def test_a_wrong_proof_opens_nothing(offices: Offices, tmp_path: Path) -> None:
    before = offices.counter(TEN_FINGERS)
    flip = BitFlipper(PROOF_TAG)
    ends = steal_credentials(offices.head_office.home, offices.basra.home)
    with proxy(offices.head_office.address, ends, flip, unaltered) as address:
        fetch = ("fetch", str(TEN_FINGERS), "xray-7", "-o", tmp_path / "image.png")
        answer = offices.basra.run(*fetch, server=address)
    assert flip.flipped == 1
    assert refused_with(answer) == ("PROOF_FAILED", 4)
    assert list(tmp_path.iterdir()) == []
    assert offices.events_of(TEN_FINGERS, before + 1)[:2] == ["RESERVED", "PROOF_REFUSED"]


@pytest.mark.fault(15)
def test_one_bit_flipped_under_stolen_tls_keys_is_found(offices: Offices, tmp_path: Path) -> None:
    flip = BitFlipper()
    ends = steal_credentials(offices.head_office.home, offices.mosul.home)
    with proxy(offices.head_office.address, ends, unaltered, flip) as address:
        target = tmp_path / "image.png"
        answer = offices.mosul.run("fetch", str(TEN_FINGERS), "map-1", "-o", target, server=address)
    assert refused_with(answer) == ("STREAM_CORRUPT", 7)
    assert flip.flipped == 1
    assert list(tmp_path.iterdir()) == []
    assert offices.events_of(TEN_FINGERS, offices.counter(TEN_FINGERS)) == ["RESERVED", "RELEASED"]


def test_the_same_proxy_passes_an_unaltered_image(offices: Offices, tmp_path: Path) -> None:
    ends = steal_credentials(offices.head_office.home, offices.mosul.home)
    with proxy(offices.head_office.address, ends, unaltered, unaltered) as address:
        target = tmp_path / "image.png"
        offices.mosul.ask("fetch", str(TEN_FINGERS), "map-1", "-o", target, server=address)
    assert target.read_bytes() == offices.images["map-1"]
