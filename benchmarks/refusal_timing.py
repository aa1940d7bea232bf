"""Whether time tells apart what a refusal does not: ``python -m benchmarks.refusal_timing``.

A head office and a branch that asks over one connection: for an image that is absent and for one that is not
released to it, and for a user who is absent and for one whom it does not serve. Each pair has one code.
Measured are a Hello and its refusal, over TLS on loopback within one process, in milliseconds; the questions
take turns, in another order every time, so that what else the machine does meets them alike.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from branch_client.branch import Branch
from branch_client.connection import HeadOffice
from server.adapters.memory.token_buckets import TokenBuckets
from server.ports import Release
from server.services.administration import put_image
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.identifiers import REQUEST_ID_BYTES
from shared.protocol.messages import VERSION, CheckpointReference, Hello
from shared.wire import codec
from shared.wire.envelope import RequestFrame, ResponseFrame
from tests.loopback import ADMIN, enrol, grant, join, make_office, picture, put, serving

CALLS = 200
QUESTIONS = {
    "image absent": (1, "scan-9", Code.IMAGE_NOT_FOUND),
    "image not released": (1, "scan-1", Code.IMAGE_NOT_FOUND),
    "user absent": (3, "scan", Code.NOT_GRANTED),
    "user not granted": (2, "scan", Code.NOT_GRANTED),
}
"""Who is asked for, what is asked for, and the code that is due."""

_PAIRS = (("image absent", "image not released"), ("user absent", "user not granted"))
_BURST = 100_000
_RANDOMNESS = SystemRandomness()


def _hello(user: int, image: str) -> bytes:
    """A Hello that is well formed; its refusal comes before its keys are looked at."""
    return codec.encode_hello(
        Hello(
            versions=(VERSION,),
            suites=("aes-256-gcm",),
            inner_ciphers=("none",),
            request_id=_RANDOMNESS.token(REQUEST_ID_BYTES),
            user=user,
            image=image,
            client_random=_RANDOMNESS.token(32),
            generation=1,
            model_digests=(bytes(32),),
            mark=0,
            checkpoint=CheckpointReference(),
            mlkem_encapsulation_key=_RANDOMNESS.token(codec.MLKEM_ENCAPSULATION_KEY_BYTES),
            x25519_public_key=_RANDOMNESS.token(codec.X25519_BYTES),
        )
    )


def _milliseconds(head_office: HeadOffice, user: int, image: str, due: Code) -> float:
    frame = _hello(user, image)
    begun = time.perf_counter()
    with closing(head_office.exchange()) as stream:
        stream.send(RequestFrame.HELLO, frame)
        try:
            stream.receive(ResponseFrame.CHALLENGE)
        except Failure as failure:
            spent = time.perf_counter() - begun
            if failure.code is due:
                return spent * 1000
            raise
    raise RuntimeError(f"user {user} got a Challenge for {image}")


def measure(branch: Branch) -> dict[str, object]:
    """Medians and quartiles of every question, and how the medians of each pair stand to each other."""
    spent: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    order = list(QUESTIONS)
    with HeadOffice(branch) as head_office:
        for _ in range(CALLS):
            random.shuffle(order)
            for name in order:
                spent[name].append(_milliseconds(head_office, *QUESTIONS[name]))
    quartiles = {
        name: [round(each, 3) for each in statistics.quantiles(times)] for name, times in spent.items()
    }
    medians = {name: statistics.median(times) for name, times in spent.items()}
    ratios = {f"{one} / {other}": round(medians[one] / medians[other], 3) for one, other in _PAIRS}
    return {"calls": CALLS, "milliseconds, quartiles": quartiles, "ratio of medians": ratios}


def main() -> None:
    """Measure and print one JSON object."""
    with tempfile.TemporaryDirectory(prefix="ridgekey-bench-") as name:
        folder = Path(name)
        office = make_office(folder / "head-office")
        free = TokenBuckets(office.clock, 1.0, _BURST)
        office = replace(office, rates=free, user_rates=free)
        branch = join(office, folder / "basra", "basra")
        for user in (1, 2):
            enrol(office, user)
        grant(office, 1, branch, folder)
        put(office, "scan", picture(4096))
        put_image(office, "scan-1", picture(4096, 2), "application/octet-stream", Release(users=(2,)), ADMIN)
        with serving(office):
            figures = measure(branch)
        office.database.close()
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
