"""Writes ``refused_streams.json`` anew: ``python -m tests.vectors.write_refused_streams``.

Recorded exchanges in which other chunks arrive than were sent (protocol §4.3), each as the messages of the
stream, with the chunk at which the branch must notice.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from tests.independent_exchange import cipher, lv, sealing_part
from tests.raw_message import BYTES, field, varint
from tests.vectors.frame_changes import BRANCH, Refusal, flipped
from tests.vectors.recorded_frames import FOLDER, OTHER, PLAIN, RECORDINGS, RETRIED, recorded
from tests.vectors.write_refused_accepts import attempt_of, second_opinion

TAG = 16


@dataclass(frozen=True)
class Piece:
    """One chunk as it travels."""

    index: int
    last: bool
    sealed: bytes

    @property
    def message(self) -> bytes:
        """The message that carries it."""
        body = field(1, self.index) if self.index else b""
        body += field(2, 1) if self.last else b""
        return field(3, body + field(3, self.sealed))


Stream = tuple[str, list[bytes], Refusal]


def pieces_of(name: str) -> list[Piece]:
    """The chunks of a recording."""
    chunks = RECORDINGS[name]["chunks"]
    return [Piece(i, each["last"], bytes.fromhex(each["sealed"])) for i, each in enumerate(chunks)]


def corrupt(at: int) -> Refusal:
    """The refusal of a chunk that is not the next of this stream."""
    return Refusal(BRANCH, "STREAM_CORRUPT", at=at)


def ended(at: int) -> Refusal:
    """The refusal of a stream that stops before this chunk."""
    return Refusal(BRANCH, "STREAM_TRUNCATED", at=at)


def malformed(at: int, name: str | None = None) -> Refusal:
    """The refusal of a message that is no chunk."""
    return Refusal(BRANCH, "MALFORMED", name, at)


def orders(name: str) -> Iterator[Stream]:
    """Every way to leave out, swap, repeat or add whole chunks."""
    sent = pieces_of(name)
    messages = [each.message for each in sent]
    for count in range(1, len(sent)):
        yield f"only the first {count}", messages[:count], ended(count)
    for index in range(len(sent) - 1):
        yield f"without chunk {index}", messages[:index] + messages[index + 1 :], corrupt(index)
    for index in range(len(sent)):
        twice = messages[: index + 1] + messages[index:]
        yield f"chunk {index} twice", twice, corrupt(index + 1)
        again = [*messages, replace(sent[index], index=len(sent)).message]
        yield f"chunk {index} behind the end, renumbered", again, corrupt(len(sent))
    for one, other in combinations(range(len(sent)), 2):
        swapped = list(messages)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        yield f"chunks {one} and {other} swapped", swapped, corrupt(one)
        renumbered = list(messages)
        renumbered[one] = replace(sent[other], index=one, last=sent[one].last).message
        renumbered[other] = replace(sent[one], index=other, last=sent[other].last).message
        yield f"chunks {one} and {other} swapped and renumbered", renumbered, corrupt(one)
    yield (
        "an empty chunk behind the end",
        [*messages, Piece(len(sent), True, bytes(TAG)).message],
        corrupt(len(sent)),
    )
    yield "all of it twice", messages * 2, corrupt(len(sent))


def alterations(name: str) -> Iterator[Stream]:
    """Every field of every chunk."""
    sent = pieces_of(name)
    for index, piece in enumerate(sent):
        size = len(piece.sealed)
        altered = {
            "the end denied" if piece.last else "the end claimed": replace(piece, last=not piece.last),
            "the index before": replace(piece, index=(index - 1) % 2**32),
            "the index after": replace(piece, index=index + 1),
            "the last index there is": replace(piece, index=2**32 - 1),
            "its tag's last bit": replace(piece, sealed=flipped(piece.sealed, -1)),
            "its tag's first bit": replace(piece, sealed=flipped(piece.sealed, 8 * (size - TAG))),
            "its tag of zeros": replace(piece, sealed=piece.sealed[:-TAG] + bytes(TAG)),
            "one byte more": replace(piece, sealed=piece.sealed + b"\0"),
            "one byte before": replace(piece, sealed=b"\0" + piece.sealed),
            "another of its length": replace(piece, sealed=bytes(size)),
        }
        if size > TAG:
            altered["its first bit"] = replace(piece, sealed=flipped(piece.sealed, 0))
            altered["one byte less"] = replace(piece, sealed=piece.sealed[1:])
            altered["its tag alone"] = replace(piece, sealed=piece.sealed[-TAG:])
        for what, other in altered.items():
            yield f"chunk {index}: {what}", _with(sent, index, other.message), corrupt(index)


def messages(name: str) -> Iterator[Stream]:
    """Messages that carry no chunk, or one that is out of bounds."""
    sent = pieces_of(name)
    index = len(sent) - 1
    piece = sent[index]
    bad: dict[str, tuple[bytes, str | None]] = {
        "nothing": (b"", None),
        "a Challenge": (field(1, recorded(name, "challenge")), None),
        "the Accept again": (field(2, recorded(name, "accept")), None),
        "a chunk and then an Accept": (piece.message + field(2, b""), None),
        "a chunk without sealed bytes": (replace(piece, sealed=b"").message, "sealed"),
        "a chunk of 15 bytes": (replace(piece, sealed=bytes(15)).message, "sealed"),
        "an unknown field": (piece.message + field(9, 1), None),
        "an unknown field in the chunk": (field(3, field(9, 1) + field(3, piece.sealed)), None),
        "a chunk cut short": (piece.message[:-1], None),
        "a chunk of another type": (field(3, 1), None),
        "an index of another type": (field(3, field(1, b"1") + field(3, piece.sealed)), None),
        "a length beyond the end": (varint(3 << 3 | BYTES) + b"\x7f", None),
    }
    for what, (message, field_name) in bad.items():
        yield f"chunk {index}: {what}", _with(sent, index, message), malformed(index, field_name)


def splices(name: str, elsewhere: str) -> Iterator[Stream]:
    """Chunks that were sealed for something else: another attempt, transcript, key or exchange."""
    sent, own, foreign = pieces_of(name), second_opinion(name), second_opinion(elsewhere)
    bound = attempt_of(name)
    other_attempt = attempt_of(name, 1 if bound[2] != 1 else 2)

    def key_of(attempt: tuple[int, bytes, int]) -> bytes:
        return sealing_part(own.prk, "ridgekey/1 message key", own.th2, attempt, 32)

    prefix = sealing_part(own.prk, "ridgekey/1 nonce prefix", own.th2, other_attempt, 7)
    assert key_of(bound) == own.message_key
    for index, piece in enumerate(sent):
        plain = _opened(name, piece)

        def sealed(
            key: bytes = own.message_key,
            prefix: bytes = own.nonce_prefix,
            binding: bytes = own.th3,
            at: int = index,
            last: bool = piece.last,
            suite: str = own.suite,
            plain: bytes = plain,
        ) -> bytes:
            nonce = prefix + struct.pack(">I?", at, last)
            return cipher(suite, key).encrypt(nonce, plain, lv(binding, at, int(last)))

        assert sealed() == piece.sealed
        other_suite = "aes-256-gcm" if own.suite == "chacha20-poly1305" else "chacha20-poly1305"
        spliced = {
            "of another attempt": sealed(key_of(other_attempt), prefix),
            "under another attempt's key": sealed(key_of(other_attempt)),
            "under another attempt's nonce": sealed(prefix=prefix),
            "of another n": sealed(key_of((bound[0] + 10, *bound[1:]))),
            "of another request": sealed(key_of((bound[0], bytes(16), bound[2]))),
            "of another exchange": sealed(foreign.message_key, foreign.nonce_prefix, foreign.th3),
            "bound to TH2": sealed(binding=own.th2),
            "bound to another exchange": sealed(binding=foreign.th3),
            "under the manifest's key": sealed(own.manifest_key),
            "of the next index": sealed(at=index + 1),
            "of the other end flag": sealed(last=not piece.last),
            "under the other suite": sealed(suite=other_suite),
        }
        for what, other in spliced.items():
            arrived = _with(sent, index, replace(piece, sealed=other).message)
            yield f"chunk {index}: {what}", arrived, corrupt(index)
        if plain:
            lied = replace(piece, sealed=sealed(plain=flipped(plain, 0))).message
            yield (
                f"chunk {index}: another image under the right key",
                _with(sent, index, lied),
                corrupt(len(sent)),
            )


def _opened(name: str, piece: Piece) -> bytes:
    derived = second_opinion(name)
    nonce = derived.nonce_prefix + struct.pack(">I?", piece.index, piece.last)
    binding = lv(derived.th3, piece.index, int(piece.last))
    return cipher(derived.suite, derived.message_key).decrypt(nonce, piece.sealed, binding)


def _with(sent: list[Piece], index: int, message: bytes) -> list[bytes]:
    return [message if i == index else piece.message for i, piece in enumerate(sent)]


def vectors() -> list[dict[str, Any]]:
    """All of them."""
    written = []
    for name, elsewhere in ((OTHER, PLAIN), (PLAIN, OTHER), (RETRIED, PLAIN)):
        for found in (orders(name), alterations(name), messages(name), splices(name, elsewhere)):
            written += [_vector(name, stream) for stream in found]
    return written


def _vector(recording: str, stream: Stream) -> dict[str, Any]:
    name, arrived, refusal = stream
    named = {"name": name, "recording": recording, "frame": "chunks"}
    said = [message.hex() for message in arrived]
    expected: dict[str, Any] = {"refused_by": refusal.by, "failure": refusal.failure, "at": refusal.at}
    return {**named, "messages": said, **expected, **({"field": refusal.field} if refusal.field else {})}


def main() -> None:
    """Write the file."""
    text = json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "refused_streams.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
