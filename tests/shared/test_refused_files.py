"""Every recorded way to spoil a file that carries trust is refused as it must be (protocol §4.7, §9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.crypto.joining import parse_admission, parse_request
from shared.crypto.packages import Address, open_package
from shared.crypto.sealed_file import open_sealed
from shared.crypto.secret import Secret
from shared.crypto.signatures import make_signing_key, signing_public_key
from shared.errors import Failure
from shared.stores.enrolments import Enrolment
from tests.replay_randomness import ReplayRandomness

VECTORS = Path(__file__).parents[1] / "vectors"
REFUSED: list[dict[str, str]] = json.loads((VECTORS / "refused_files.json").read_text("utf-8"))
PACKAGE = json.loads((VECTORS / "package.json").read_text("utf-8"))
SEALED = json.loads((VECTORS / "sealed_file.json").read_text("utf-8"))
PACKAGE_KEY = signing_public_key(make_signing_key(ReplayRandomness("package key")))


def open_recorded(package: bytes) -> tuple[Address, bytes]:
    """Open a package as the recorded branch does."""
    return open_package(
        package, PACKAGE["branch_uri"], Secret(bytes.fromhex(PACKAGE["hpke_key"])), PACKAGE_KEY
    )


def open_stored(blob: bytes) -> bytes:
    """Open a sealed file as the recorded one."""
    return open_sealed(blob, Secret(bytes.fromhex(SEALED["master"])), SEALED["kind"], SEALED["name"])


READERS: dict[str, Callable[[bytes], object]] = {
    "package": open_recorded,
    "request": parse_request,
    "admission": parse_admission,
    "sealed file": open_stored,
    "enrolment": Enrolment.decode,
}


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@pytest.mark.parametrize(
    "vector", [pytest.param(each, id=f"{each['kind']}: {each['name']}") for each in REFUSED]
)
def test_it_is_refused_as_it_must_be(vector: dict[str, str]) -> None:
    with pytest.raises(Failure) as refused:
        READERS[vector["kind"]](bytes.fromhex(vector["bytes"]))
    assert refused.value.code == vector["failure"]


def test_the_recorded_package_opens() -> None:
    address = Address(PACKAGE["branch_uri"], PACKAGE["user"], PACKAGE["generation"])
    assert open_recorded(bytes.fromhex(PACKAGE["package"])) == (address, bytes.fromhex(PACKAGE["enrolment"]))


def test_every_kind_of_file_is_spoilt_in_many_ways() -> None:
    counts = {kind: sum(vector["kind"] == kind for vector in REFUSED) for kind in READERS}
    assert all(count >= 30 for count in counts.values()), counts
