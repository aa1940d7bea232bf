"""Choosing a closed-set verifier: whom it does not list, and what is shown when its file is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.biometrics.verification import ClosedSetVerifier
from tests.command_lines import ridgekey
from tests.seeded_networks import seeded_network
from tests.staffed_homes import Homes


def closed_set_file(folder: Path, *users: int) -> Path:
    """A closed-set verifier file that lists these users."""
    shape = ((2, 3, 3, 2),)
    subject = seeded_network(shape, 16, side=8, classes=len(users))
    finger = seeded_network(shape, 16, side=8, seed="finger", classes=10)
    path = folder / f"knows-{'-'.join(map(str, users))}.rkverif"
    path.write_bytes(ClosedSetVerifier(subject, finger, users).encode())
    return path


def test_users_whom_a_closed_set_verifier_does_not_list_are_named(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def started(*_: object, **__: object) -> None:
        """A server that ends at once."""

    monkeypatch.setattr("server.bootstrap.serving.serve", started)
    told = "The closed-set verifier does not list user 17, so that no scan of theirs passes by it: choose "
    other, right = closed_set_file(tmp_path, 1, 2), closed_set_file(tmp_path, 17)
    show, serve = ("config", "show"), ("serve",)
    assert told in ridgekey("config", "verifier", other, home=homes.office).err
    shown = ridgekey(*show, home=homes.office)
    assert (shown.data["users_not_listed_by_it"], shown.err) == ([17], "")  # nobody is checked by it yet
    assert told not in ridgekey(*serve, home=homes.office).err
    assert told in ridgekey("config", "verification", "closed-set", home=homes.office).err
    assert told in ridgekey(*show, home=homes.office).err
    assert told in ridgekey(*serve, home=homes.office).err
    assert "does not list" not in ridgekey("config", "verifier", right, home=homes.office).err
    for command in (show, serve):
        assert "does not list" not in ridgekey(*command, home=homes.office).err


def test_settings_are_shown_although_the_verifier_is_gone(homes: Homes, tmp_path: Path) -> None:
    file = closed_set_file(tmp_path, 17)
    digest = ridgekey("config", "verifier", file, home=homes.office).data["verifier"]
    assert ridgekey("config", "verification", "closed-set", home=homes.office).code == 0
    (homes.office / "models" / f"{digest}.rkverif").unlink()
    shown = ridgekey("config", "show", home=homes.office)
    assert (shown.code, shown.data["closed_set_verifier"]) == (0, digest)
    refused = ridgekey("serve", home=homes.office)
    assert (refused.code, "ridgekey config verifier FILE" in refused.sentence) == (1, True)
