"""``ridgekey-branch model``: what is held, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.biometrics.models import default_network
from tests.command_lines import ridgekey_branch
from tests.seeded_networks import TINY_PATH, seeded_network, tiny_network
from tests.staffed_homes import Homes


def test_a_model_is_added_and_listed(homes: Homes) -> None:
    added = ridgekey_branch("model", "add", TINY_PATH, home=homes.basra)
    digest = tiny_network().digest.hex()
    assert added.data == {"kind": "model", "sha256": digest, "bytes": TINY_PATH.stat().st_size}
    items = ridgekey_branch("model", "list", home=homes.basra).data["items"]
    held = {item["sha256"]: item["shipped"] for item in items}
    assert held[digest] is False
    assert held[default_network().digest.hex()] is True


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(None, 3, id="no file"),
        pytest.param(b"something else", 1, id="no model"),
        pytest.param(TINY_PATH.read_bytes()[:-3], 1, id="cut short"),
        pytest.param(seeded_network(((2, 3, 3, 2),), 16, side=8).encode(), 1, id="other features"),
    ],
)
def test_what_is_no_model_changes_nothing(
    homes: Homes, tmp_path: Path, data: bytes | None, code: int
) -> None:
    file, before = tmp_path / "given", homes.everything()
    if data is not None:
        file.write_bytes(data)
    refused = ridgekey_branch("model", "add", file, home=homes.basra)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence
    assert homes.everything() == before
