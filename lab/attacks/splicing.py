"""Parts of two messages make a third that neither end ever sent; part of one is taken for the whole."""

from __future__ import annotations

from dataclasses import replace

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange, refusal_of
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage
from shared.errors import Code
from shared.protocol.messages import Chunk

Chunks = tuple[Chunk, ...]


def spliced(upper: PaperMessage, lower: PaperMessage) -> PaperMessage:
    """The upper half of one message over the lower half of another with the same counter."""
    half = len(upper.cipher) // 2
    return replace(upper, cipher=upper.cipher[:half] + lower.cipher[half:])


def against_paper(target: Target) -> Broken:
    """Join messages 1 and 11, and cut message 2 short."""
    traffic, half = target.paper_traffic, target.side * target.side // 2
    joined = target.paper_branch.receive(spliced(traffic[0], traffic[10]))
    short = target.paper_branch.receive(replace(traffic[1], cipher=traffic[1].cipher[:half]))
    wanted = target.image(1)[:half] + target.image(11)[half:] + target.image(2)[:half]
    share = equal_share(joined + short, wanted)
    what = f"halves of two pictures joined, another cut short, unnoticed: {percent(share)} of the pixels"
    return Broken(share, 1.0, what)


def against_exchange(target: Target) -> Held:
    """Cut, reorder, double, drop and exchange chunks."""
    due = {
        "cut short": Code.STREAM_TRUNCATED,
        "in another order": Code.STREAM_CORRUPT,
        "one doubled": Code.STREAM_CORRUPT,
        "one left out": Code.STREAM_CORRUPT,
        "one of another message": Code.STREAM_CORRUPT,
        "one more at the end": Code.STREAM_CORRUPT,
    }
    answers = {way: _answer(target, way) for way in due}
    refused = tuple(code for code in answers.values() if code is not None)
    what = f"chunks {', '.join(due)}: {len(refused)} of {len(due)} refused"
    return Held(answers == due, what, refused)


def rearranged(way: str, own: Chunks, foreign: Chunks) -> Chunks:
    """The chunks of one message, disturbed in one of six ways."""
    first, second, *rest = own
    return {
        "cut short": own[:-1],
        "in another order": (second, first, *rest),
        "one doubled": (first, first, second, *rest),
        "one left out": (first, *rest),
        "one of another message": (first, foreign[1], *rest),
        "one more at the end": (*own, own[-1]),
    }[way]


def _answer(target: Target, way: str) -> Code | None:
    exchange = Exchange(target.ends, 11, mark=10).to_chunks(target.image(11))
    chunks = rearranged(way, exchange.chunks, target.recording(1).chunks)
    return refusal_of(lambda: exchange.open(chunks))


ATTACK = Attack(
    "splicing",
    "Parts of messages under one key join to a picture that was never sent.",
    "two messages on their way",
    against_paper,
    against_exchange,
)
