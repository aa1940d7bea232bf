"""What the head office and its regeneration processes say to each other over their pipes.

A frame is a 32-bit big-endian length and a body. A model comes before its first job, answered by ``ready``;
each job is answered by a key; either by a failure instead. Keys and prints exist on these pipes only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.keygen.request import KeyRequest

LENGTH_BYTES = 4
MAX_FRAME_BYTES = 64 * 1024 * 1024

_MODEL = b"model"
_JOB = b"job"
_READY = b"ready"
_KEY = b"key"
_FAILURE = b"failure"


@dataclass(frozen=True)
class Job:
    """One key to make: the numbers of its message, the enrolled print, and the model's SHA-256."""

    request: KeyRequest
    print_: Print
    model_digest: bytes


def encode_model(model: bytes) -> bytes:
    """A model for the jobs to come, in its file format."""
    return lv(_MODEL, model)


def encode_job(job: Job) -> bytes:
    """One job: kind, then ``lv`` of the model's digest, the numbers, and the print's shape and pixels."""
    request, pixels = job.request, job.print_.pixels
    body = lv(
        job.model_digest,
        request.user,
        request.generation,
        int(request.finger),
        request.epoch,
        request.counter,
        *pixels.shape,
        pixels.tobytes(),
    )
    return lv(_JOB, body)


def decode_question(frame: bytes) -> bytes | Job:
    """Read a model's bytes or a job; ``MALFORMED`` when it is neither."""
    kind, body = unlv(frame, 2)
    if kind == _MODEL:
        return body
    if kind != _JOB:
        raise Failure(Code.MALFORMED)
    digest, *numbers, pixels = unlv(body, 9)
    user, generation, finger, epoch, counter, height, width = (integer(item) for item in numbers)
    request = KeyRequest(user, generation, Finger(finger), epoch, counter)
    return Job(request, Print(np.frombuffer(pixels, dtype=np.uint8).reshape(height, width)), digest)


def encode_ready(model_digest: bytes) -> bytes:
    """The answer to a model: its self-test passed, and this is its digest."""
    return lv(_READY, model_digest)


def encode_key(key: Secret) -> bytes:
    """The answer to a job: the biometric key."""
    return lv(_KEY, key.export_bytes())


def encode_failure(failure: Failure) -> bytes:
    """The answer when there is no key; the sentence is the code's own, never a worker's text."""
    return lv(_FAILURE, failure.code.value)


def decode_ready(body: bytes) -> bytes:
    """The digest of the model that the process is ready with, or the failure it reported.

    Raises:
        ValueError: it is no such answer.
    """
    return _answer(body, _READY)


def decode_key(body: bytes) -> Secret:
    """The biometric key, or the failure that the process reported.

    Raises:
        ValueError: it is no such answer.
    """
    return Secret(_answer(body, _KEY))


def _answer(body: bytes, wanted: bytes) -> bytes:
    try:
        kind, value = unlv(body, 2)
    except Failure:
        raise ValueError("no answer at all") from None
    if kind == _FAILURE:
        raise Failure(Code(value.decode("ascii")))
    if kind != wanted:
        raise ValueError("an answer to another question")
    return value
