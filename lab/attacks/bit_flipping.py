"""Whoever flips a bit of the ciphertext flips that pixel's bit, and nobody notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange, Meddle, altered, refusal_of
from lab.attacks.measure import equal_share, percent
from lab.attacks.pictures import Pixels
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage
from shared.errors import Code

FRAMES = ("hello", "challenge", "proof", "accept")
_WHITE = 255


def painted(message: PaperMessage, stamp: Pixels) -> PaperMessage:
    """Paint a stamp into the black margin of a picture that only its ciphertext is known of.

    Args:
        message: the message on its way.
        stamp: uint8 [height, width], put into the upper left corner.
    """
    cipher = np.frombuffer(message.cipher, np.uint8).reshape(message.shape).copy()
    height, width = stamp.shape
    cipher[:height, :width] ^= stamp
    return replace(message, cipher=cipher.tobytes())


def against_paper(target: Target) -> Broken:
    """Paint another side marker into message 5."""
    stamp = marker()
    received = target.paper_branch.receive(painted(target.paper_traffic[4], stamp))
    wanted = target.picture(5).copy()
    wanted[: stamp.shape[0], : stamp.shape[1]] = stamp
    share = equal_share(received, wanted.tobytes())
    what = (
        f"a marker painted into the picture unnoticed: {percent(share)} of the pixels as the attacker wants"
    )
    return Broken(share, 1.0, what, {"pixels_painted": int((stamp > 0).sum())})


def against_exchange(target: Target) -> Held:
    """Flip a bit in every frame, at its start, its middle and its end, and in every chunk."""
    answers = [*_frame_answers(target), *_chunk_answers(target)]
    refused = tuple(code for code in answers if code is not None)
    what = f"{len(refused)} of {len(answers)} flipped bits refused, in every frame and chunk"
    return Held(len(refused) == len(answers), what, refused, {"flipped": len(answers)})


def marker() -> Pixels:
    """A letter L as film has it: uint8 [7, 5]."""
    letter = np.zeros((7, 5), np.uint8)
    letter[:, 0] = letter[-1, :] = _WHITE
    return letter


def flip_in(name: str, part: int) -> Meddle:
    """Flips the lowest bit of one frame's first, middle or last byte: part 0, 1 or 2."""

    def meddle(passing: str, frame: bytes) -> bytes:
        if passing != name:
            return frame
        bent = bytearray(frame)
        bent[(len(frame) - 1) * part // 2] ^= 1
        return bytes(bent)

    return meddle


def _frame_answers(target: Target) -> Iterator[Code | None]:
    for name in FRAMES:
        for part in range(3):
            exchange = Exchange(target.ends, 5, meddle=flip_in(name, part))
            yield refusal_of(partial(exchange.fetch, target.image(5)))


def _chunk_answers(target: Target) -> Iterator[Code | None]:
    count = len(target.recording(5).chunks)
    for index in range(count):
        exchange = Exchange(target.ends, 5).to_chunks(target.image(5))
        chunks = list(exchange.chunks)
        chunks[index] = altered(chunks[index], 0)
        yield refusal_of(partial(exchange.open, tuple(chunks)))


ATTACK = Attack(
    "bit-flipping",
    "Nothing is authenticated: a flipped bit of the ciphertext is a flipped bit of the picture.",
    "one ciphertext on its way",
    against_paper,
    against_exchange,
)
