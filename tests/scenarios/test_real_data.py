"""Real fingerprints and real images: users of SOCOFing, pictures of MRI, X-ray and baboon.

The data is not part of the repository; ``RIDGEKEY_DATA`` names its folder (docs/architecture.md).
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest

from lab.demo.parties import BranchOffice, HeadOffice
from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of, finger_of
from tests.free_ports import free_address

DATA = Path(os.environ.get("RIDGEKEY_DATA", "no data named"))
USERS = (17, 331, 590)
IMAGES = {"mri": "mri-exif-2010.jpg", "xray": "chest-xray.jpg", "baboon": "baboon.png"}
MESSAGES = 12

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (DATA / "socofing" / "unpack.py").is_file(),
        reason="needs SOCOFing and the test images: set RIDGEKEY_DATA to the folder that holds them",
    ),
]


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SOCOFing's unaltered prints, all subjects, as its authors lay them out."""
    folder = tmp_path_factory.mktemp("socofing")
    unpack = [sys.executable, str(DATA / "socofing" / "unpack.py"), str(folder), "--levels", ""]
    subprocess.run(unpack, check=True, capture_output=True)
    return folder / "SOCOFing" / "Real"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, prints: Path) -> tuple[HeadOffice, list[BranchOffice]]:
    """A head office with three users of SOCOFing, granted to two branches, and three images."""
    folder = tmp_path_factory.mktemp("real")
    head_office = HeadOffice(folder / "head-office", free_address())
    branches = [BranchOffice(name, folder / name) for name in ("basra", "mosul")]
    head_office.found(verification="off")
    for branch in branches:
        branch.join(head_office, folder)

    def enrol(user: int) -> None:
        head_office.ask("user", "add", str(user))
        told = head_office.ask("user", "enrol", str(user), "--prints", prints)
        assert told["fingers"] == [finger.label for finger in Finger]
        for branch in branches:
            branch.receive(head_office, user, folder)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enrol, USERS))
    for image, name in IMAGES.items():
        head_office.ask("image", "put", DATA / "images" / name, "--id", image, "--everyone")
    return head_office, branches


def test_twelve_messages_of_each_user_arrive_at_two_branches(
    offices: tuple[HeadOffice, list[BranchOffice]], tmp_path: Path
) -> None:
    head_office, branches = offices

    def fetch_all(user: int) -> None:
        turns = zip(range(1, MESSAGES + 1), cycle(branches), cycle(IMAGES), strict=False)
        for n, branch, image in turns:
            target = tmp_path / f"{user}-{n}"
            told = branch.ask("fetch", str(user), image, "-o", target)
            numbers = (told["n"], told["counter"], told["epoch"], told["finger"])
            assert numbers == (n, counter_of(n), epoch_of(n), finger_of(n, tuple(Finger)).label)
            assert target.read_bytes() == (DATA / "images" / IMAGES[image]).read_bytes()

    with head_office.serving(tmp_path / "server.log"), ThreadPoolExecutor(2) as pool:
        list(pool.map(fetch_all, USERS))
    assert head_office.ask("audit", "verify")["ok"] is True
