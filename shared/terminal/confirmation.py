"""Asks before something is done that cannot be undone."""

from __future__ import annotations

import sys

import typer

from shared.errors import Code, Failure


def confirm(question: str, *, yes: bool) -> None:
    """Go on when ``--yes`` was given or a person says so.

    Args:
        question: what is about to happen, as a question.
        yes: whether the answer was given already.

    Raises:
        Failure: ``INVALID_INPUT`` when nobody can be asked; ``PERMISSION_DENIED`` when a person says no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        sentence = "This cannot be undone and nobody can be asked here; say that you mean it with --yes."
        raise Failure(Code.INVALID_INPUT, sentence)
    if not typer.confirm(question, err=True):
        raise Failure(Code.PERMISSION_DENIED, "Not confirmed, so nothing was changed.")
