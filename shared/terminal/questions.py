"""Asks a person, where there is one to ask."""

from __future__ import annotations

import sys

import typer

from shared.errors import Code, Failure
from shared.terminal.output import note


def confirm_fingerprint(shown: str, what: str, *, yes: bool) -> None:
    """Ask whether a fingerprint is the one that the other side reads out.

    Args:
        shown: the fingerprint of the file at hand, hexadecimal.
        what: what it is the fingerprint of, for the question.
        yes: trust without asking.

    Raises:
        Failure: ``INVALID_INPUT`` when there is nobody to ask; ``PERMISSION_DENIED`` when the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        sentence = "Nobody can be asked here: give the fingerprint with --fingerprint, or trust with --yes."
        raise Failure(Code.INVALID_INPUT, sentence)
    note(f"Fingerprint of {what}:\n  {grouped(shown)}")
    if not typer.confirm("Is it exactly what the other side reads out?", err=True):
        raise Failure(Code.PERMISSION_DENIED, f"Not confirmed: {what} was not accepted.")


def compare_fingerprint(shown: str, expected: str, what: str) -> None:
    """Compare a fingerprint with the one that was passed on another way.

    Raises:
        Failure: ``INTEGRITY`` when they differ.
    """
    if shown != expected:
        sentence = f"The fingerprint of {what} is {shown}, not the one given; do not trust this file."
        raise Failure(Code.INTEGRITY, sentence)


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, as people read it out."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
