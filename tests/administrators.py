"""Appoints administrators of other machines by the commands, as people do."""

from __future__ import annotations

from pathlib import Path

from tests.command_lines import ridgekey


def appoint(office: Path, folder: Path, name: str = "zainab") -> Path:
    """The home of a new administrator of the head office whose home is ``office``."""
    home, admission = folder / name, folder / f"{name}.admission"
    asked = ridgekey("admin", "request", "--name", name, home=home)
    assert asked.code == 0, asked.err
    fingerprint = asked.data["fingerprint"]
    request = asked.data["request"]
    issue = ("admin", "issue", request, "-o", admission, "--fingerprint", fingerprint)
    issued = ridgekey(*issue, home=office)
    assert issued.code == 0, issued.err
    authority = issued.data["authority_fingerprint"]
    accepted = ridgekey("admin", "accept", admission, "--fingerprint", authority, home=home)
    assert accepted.code == 0, accepted.err
    return home
