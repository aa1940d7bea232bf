"""Writes ``refused_requests.json`` anew: ``python -m tests.vectors.write_refused_requests``.

Hellos that are well formed and yet not admitted (protocol §3.2), each at a head office in a state that the
vector names: ``open``, ``exited`` (user 17 on the exit list), ``suspended`` and ``revoked`` (branch basra),
``restored`` (no fence yet), ``fenced`` (at 500), ``re-enrolled`` (user 17, generation 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.independent_exchange import sha256
from tests.raw_message import Value, field
from tests.vectors.frame_changes import flipped

FILE = Path(__file__).parent / "refused_requests.json"
MODEL = sha256(b"model")
CHECKPOINT_OF_ANOTHER_LOG = field(1, sha256(b"another log")) + field(2, 1) + field(3, sha256(b"root"))
BEYOND_THE_LOG = field(1, sha256(b"another log")) + field(2, 10**6) + field(3, sha256(b"root"))

Row = tuple[str, str, str, bytes, str]
"""State, branch, what the Hello says, the Hello, and the failure."""


def hello(**changes: tuple[Value, ...]) -> bytes:
    """A Hello of basra for user 17 and image xray-7, with the values of some fields replaced."""
    fields: dict[str, tuple[Value, ...]] = {
        "versions": (b"\1",),
        "suites": ("aes-256-gcm", "chacha20-poly1305"),
        "inner_ciphers": ("none",),
        "request_id": (sha256(b"a request")[:16],),
        "user": (17,),
        "image": ("xray-7",),
        "client_random": (bytes(32),),
        "generation": (1,),
        "model_digests": (MODEL,),
        "mark": (0,),
        "checkpoint": (b"",),
        "mlkem_encapsulation_key": (bytes(1184),),
        "x25519_public_key": (bytes(32),),
    }
    numbered = enumerate({**fields, **changes}.values(), start=1)
    return b"".join(field(number, value) for number, values in numbered for value in values)


def rows() -> Iterator[Row]:
    """All of them."""
    for user in (0, 601, 2**31, 2**32 - 1):
        yield "open", "basra", f"user {user}", hello(user=(user,)), "ID_OUT_OF_RANGE"
    for user, whose in ((19, "of no branch"), (20, "who does not exist"), (600, "at the end of the range")):
        yield "open", "basra", f"user {user}, {whose}", hello(user=(user,)), "NOT_GRANTED"
    yield "open", "mosul", "another branch's user", hello(user=(18,)), "NOT_GRANTED"
    yield "open", "kirkuk", "a branch that nobody knows", hello(), "UNAUTHENTICATED"
    for image in ("xray-8", "scan-3", "plan-2", "XRAY-7", "xray-7 ", "../xray-7", "' OR 1=1 --", "%"):
        yield "open", "basra", f"image {image}", hello(image=(image,)), "IMAGE_NOT_FOUND"
    for name, offered in (("2", b"\2"), ("0", b"\0"), ("2 and 3", b"\2\3")):
        yield "open", "basra", f"versions {name}", hello(versions=(offered,)), "VERSION_UNSUPPORTED"
    for suite in ("rot13", "aes-128-gcm", "AES-256-GCM", "none"):
        yield "open", "basra", f"suite {suite}", hello(suites=(suite,)), "SUITE_UNSUPPORTED"
    for cipher in ("lorenz", "NONE", "aes-256-gcm"):
        yield "open", "basra", f"inner cipher {cipher}", hello(inner_ciphers=(cipher,)), "SUITE_UNSUPPORTED"
    for generation in (0, 2, 2**63 - 1):
        said = hello(generation=(generation,))
        yield "open", "basra", f"generation {generation}", said, "GENERATION_STALE"
    for name, digest in (("another model", bytes(32)), ("a model of another bit", flipped(MODEL, -1))):
        yield "open", "basra", name, hello(model_digests=(digest,)), "MODEL_MISMATCH"
    for mark in (1, 10, 2**63 - 1):
        yield "open", "basra", f"mark {mark}, where n is 0", hello(mark=(mark,)), "COUNTER_ROLLBACK"
    yield from _of_the_log()
    yield from _of_a_state()
    yield from _precedence()


def _of_the_log() -> Iterator[Row]:
    beyond, another = hello(checkpoint=(BEYOND_THE_LOG,)), hello(checkpoint=(CHECKPOINT_OF_ANOTHER_LOG,))
    yield "open", "basra", "a checkpoint beyond the log", beyond, "WITNESS_INCONSISTENT"
    yield "open", "basra", "a checkpoint of another log", another, "WITNESS_INCONSISTENT"
    yield "fenced", "basra", "a checkpoint beyond the log", beyond, "WITNESS_INCONSISTENT"
    yield "fenced", "basra", "a checkpoint of another log", another, "WITNESS_INCONSISTENT"


def _of_a_state() -> Iterator[Row]:
    yield "exited", "basra", "a user on the exit list", hello(), "USER_EXITED"
    yield "exited", "mosul", "a user on the exit list", hello(), "USER_EXITED"
    yield "suspended", "basra", "any user", hello(), "BRANCH_SUSPENDED"
    yield "revoked", "basra", "any user", hello(), "BRANCH_REVOKED"
    yield "restored", "basra", "any user", hello(), "FENCE_REQUIRED"
    yield "restored", "mosul", "any user", hello(), "FENCE_REQUIRED"
    yield "fenced", "basra", "a mark above the fence", hello(mark=(501,)), "COUNTER_ROLLBACK"
    yield "re-enrolled", "basra", "the generation before", hello(), "GENERATION_STALE"


def _precedence() -> Iterator[Row]:
    """§3.2 names an order; each of these is wrong twice."""
    generation, model, mark = (9,), (bytes(32),), (9,)
    two: list[tuple[str, str, dict[str, tuple[Value, ...]], str]] = [
        ("suspended", "branch before range", {"user": (601,)}, "BRANCH_SUSPENDED"),
        ("open", "range before image", {"user": (601,), "image": ("nothing",)}, "ID_OUT_OF_RANGE"),
        ("exited", "grant before exit list", {"user": (19,)}, "NOT_GRANTED"),
        ("exited", "exit list before image", {"image": ("nothing",)}, "USER_EXITED"),
        ("open", "image before version", {"image": ("nothing",), "versions": (b"\2",)}, "IMAGE_NOT_FOUND"),
        ("open", "version before suite", {"versions": (b"\2",), "suites": ("x",)}, "VERSION_UNSUPPORTED"),
        (
            "open",
            "suite before generation",
            {"suites": ("x",), "generation": generation},
            "SUITE_UNSUPPORTED",
        ),
        (
            "open",
            "generation before model",
            {"generation": (9,), "model_digests": (bytes(32),)},
            "GENERATION_STALE",
        ),
        ("open", "model before mark", {"model_digests": model, "mark": mark}, "MODEL_MISMATCH"),
        (
            "open",
            "mark before checkpoint",
            {"mark": (9,), "checkpoint": (BEYOND_THE_LOG,)},
            "COUNTER_ROLLBACK",
        ),
    ]
    for state, name, changes, failure in two:
        yield state, "basra", name, hello(**changes), failure


def vectors() -> list[dict[str, str]]:
    """All of them, as they stand in the file."""
    return [
        {"office": state, "branch": branch, "name": name, "hello": said.hex(), "failure": failure}
        for state, branch, name, said, failure in rows()
    ]


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
