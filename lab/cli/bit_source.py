"""The source that a command's arguments name: a file, standard input or a generator."""

from __future__ import annotations

from lab.batteries.sources import BitSource, Encoding, make_generator, open_file
from shared.errors import Code, Failure


def choose_source(
    file: str | None, generator: str | None, seed: int | None, encoding: Encoding | None
) -> BitSource:
    """Open the one source that is named.

    Args:
        file: a path, ``-`` for standard input; None if it is a generator.
        generator: its name; None if it is a file.
        seed: of the generator.
        encoding: what the file holds.

    Raises:
        Failure: ``INVALID_INPUT`` unless exactly one is named, for what belongs to the other one, and as
            :func:`make_generator` and :func:`open_file`.
    """
    if (file is None) == (generator is None):
        sentence = "Name a FILE, - for standard input, or a generator with --generator; one of them."
        raise Failure(Code.INVALID_INPUT, sentence, field="file")
    if generator is not None:
        if encoding is not None:
            sentence = "--input says what a FILE holds; leave it out with --generator."
            raise Failure(Code.INVALID_INPUT, sentence, field="input")
        return make_generator(generator, seed)
    if seed is not None:
        sentence = "--seed is for a generator; leave it out with a FILE."
        raise Failure(Code.INVALID_INPUT, sentence, field="seed")
    return open_file(file or "", encoding or Encoding.RAW)


def names_with_commas(names: str | None) -> list[str]:
    """The parts of a list such as ``runs,craps``; none if it was not given.

    Raises:
        Failure: ``INVALID_INPUT`` for a list with nothing in it.
    """
    if names is None:
        return []
    parts = [part.strip() for part in names.split(",") if part.strip()]
    if not parts:
        sentence = "--tests takes names with commas between them, such as runs,craps."
        raise Failure(Code.INVALID_INPUT, sentence, field="tests")
    return parts
