"""Why something was done, in its doer's words: one line, kept with the deed (protocol §7.1)."""

from __future__ import annotations

from shared.errors import Code, Failure

MAX_REASON_CHARACTERS = 200


def checked_reason(said: str) -> str:
    """The reason as it is kept; whoever asks first, or changes many things, checks it before.

    Args:
        said: the reason as it was given; may be empty.

    Returns:
        The same without blanks around it.

    Raises:
        Failure: ``INVALID_INPUT`` when it is longer than 200 characters or cannot be printed.
    """
    reason = said.strip()
    if len(reason) > MAX_REASON_CHARACTERS or not reason.isprintable():
        sentence = f"A reason is one line of at most {MAX_REASON_CHARACTERS} printable characters."
        raise Failure(Code.INVALID_INPUT, sentence, field="reason")
    return reason
