"""A process that regenerates biometric keys and does nothing else (protocol §3.9).

Started as ``python -m server.adapters.regeneration_worker`` with single-threaded arithmetic. It reads frames
from standard input and answers on standard output, opens no file, keeps no secret between jobs, and ends when
its input does.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import BinaryIO

from server.adapters.regeneration_messages import (
    LENGTH_BYTES,
    MAX_FRAME_BYTES,
    Job,
    decode_question,
    encode_failure,
    encode_key,
    encode_ready,
)
from shared.errors import Code, Failure
from shared.exact.network import Network, parse_network
from shared.keygen.pipeline import regenerate
from shared.keygen.self_test import run_self_test


def main() -> None:
    """Answer frames until the input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The head office drains on these; its processes must outlive the signal and end with their pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, _private_output()
    networks: dict[bytes, Network] = {}
    while (frame := read_frame(questions)) is not None:
        write_frame(answers, answer(frame, networks))


def answer(frame: bytes, networks: dict[bytes, Network]) -> bytes:
    """Answer one frame; a model is added to ``networks`` once it has passed the self-test."""
    try:
        question = decode_question(frame)
        if isinstance(question, Job):
            network = networks[question.model_digest]
            with regenerate(question.request, question.print_, network).key as key:
                return encode_key(key)
        network = parse_network(question)
        run_self_test(network)
        networks[network.digest] = network
        return encode_ready(network.digest)
    except Failure as failure:
        return encode_failure(failure)
    except Exception:  # its text could show pixels or key bytes, so that the code is all that leaves
        return encode_failure(Failure(Code.INTERNAL))


def read_frame(source: BinaryIO) -> bytes | None:
    """The next frame's body, or None when the input ended."""
    header = source.read(LENGTH_BYTES)
    length = int.from_bytes(header, "big")
    if len(header) < LENGTH_BYTES or length > MAX_FRAME_BYTES:
        return None
    body = source.read(length)
    return body if len(body) == length else None


def write_frame(sink: BinaryIO, body: bytes) -> None:
    """Send one frame."""
    sink.write(len(body).to_bytes(LENGTH_BYTES, "big") + body)
    sink.flush()


def _private_output() -> BinaryIO:
    # Whatever a library prints must not run into the frames: standard output becomes standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


if __name__ == "__main__":
    main()
