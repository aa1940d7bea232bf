"""Settles whether a file is the one that the other side sent: by a fingerprint passed on another way."""

from __future__ import annotations

import sys

import typer

from shared.crypto.joining import parse_fingerprint
from shared.errors import Code, Failure
from shared.terminal.output import note


def settle_fingerprint(shown: str, expected: str | None, what: str, *, yes: bool) -> None:
    """Compare with the fingerprint that was given; without one, trust or ask.

    Args:
        shown: the fingerprint of the file at hand, hexadecimal.
        expected: the one that the other side passed on, if it was given.
        what: what it is the fingerprint of, for people.
        yes: trust without asking.

    Raises:
        Failure: ``INTEGRITY`` when they differ; ``PERMISSION_DENIED`` when a person says so;
            ``INVALID_INPUT`` when what was given is none, or nobody can be asked.
    """
    if expected is not None:
        if parse_fingerprint(expected) != shown:
            sentence = f"The fingerprint of {what} is not the one given; do not trust this file."
            raise Failure(Code.INTEGRITY, sentence)
        return
    if yes:
        return
    if not sys.stdin.isatty():
        sentence = "Nobody can be asked here: give the fingerprint with --fingerprint, or trust with --yes."
        raise Failure(Code.INVALID_INPUT, sentence)
    note(f"Fingerprint of {what}:")
    note(f"  {grouped(shown)}")
    if not typer.confirm("Is it exactly what the other side reads out?", err=True):
        raise Failure(Code.PERMISSION_DENIED, f"Not confirmed, so {what} was not accepted.")


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, as people read it out."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
