"""Verifier files: one format, two kinds.

    ``RKVERIF1`` ‖ lv(kind, body)
    body of "embedding":   lv(threshold, lv(window, stride, turns, turn, doubt), network)
    body of "closed-set":  lv(subject network, finger network, lv(user, user, …))

with networks as whole model files. There is exactly one encoding of a verifier; its SHA-256 is what the
Challenge names (protocol §3.4).
"""

from __future__ import annotations

from collections.abc import Callable

from shared.biometrics.verification import closed_set, embedding
from shared.biometrics.verification.closed_set import ClosedSetVerifier
from shared.biometrics.verification.embedding import EmbeddingVerifier
from shared.biometrics.verification.search import PatchSearch
from shared.biometrics.verification.verifier import MAGIC, Verifier
from shared.encoding import integer, unlv
from shared.errors import Code, Failure
from shared.exact.network import parse_network

_USER_ITEM = 12
"""Bytes of one user in the list: a length and eight bytes."""


def parse_verifier(data: bytes) -> Verifier:
    """Read a verifier file and prove the bounds of its networks.

    Raises:
        Failure: ``MALFORMED`` when the bytes are no verifier file of this format, ``INTEGRITY`` when a bound
            does not hold.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise Failure(Code.MALFORMED, "This is not a RidgeKey verifier file; name a .rkverif file.")
    kind, body = _items(data[len(MAGIC) :], 2)
    parse = _KINDS.get(kind)
    if parse is None:
        sentence = "The verifier is of a kind that this release does not know; update this program."
        raise Failure(Code.MALFORMED, sentence)
    return parse(body)


def _embedding(body: bytes) -> Verifier:
    threshold, search, network = _items(body, 3)
    return EmbeddingVerifier(integer(threshold), PatchSearch.decode(search), parse_network(network))


def _closed_set(body: bytes) -> Verifier:
    subject, finger, users = _items(body, 3)
    listed = _items(users, len(users) // _USER_ITEM)
    return ClosedSetVerifier(parse_network(subject), parse_network(finger), tuple(map(integer, listed)))


def _items(data: bytes, count: int) -> list[bytes]:
    try:
        return unlv(data, count)
    except Failure:
        raise Failure(Code.MALFORMED, "The verifier file is cut short or damaged; copy it again.") from None


_KINDS: dict[bytes, Callable[[bytes], Verifier]] = {
    embedding.KIND.encode(): _embedding,
    closed_set.KIND.encode(): _closed_set,
}
