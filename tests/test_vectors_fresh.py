"""The vector files that can come out the same every time are what their writers write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import (
    write_audit,
    write_chaos_streams,
    write_refused_accepts,
    write_refused_files,
    write_refused_frames,
    write_refused_requests,
    write_refused_streams,
    write_sealed_images,
    write_sealing,
)

FOLDER = Path(__file__).parent / "vectors"
WRITERS = {
    "audit.json": write_audit.vectors,
    "chaos_streams.json": write_chaos_streams.vectors,
    "stream.json": write_sealing.stream_vectors,
    "sealed_file.json": write_sealing.sealed_file_vector,
    "sealed_object.json": write_sealing.sealed_object_vector,
    "sealed_images.json": write_sealed_images.vectors,
    "refused_frames.json": write_refused_frames.vectors,
    "refused_accepts.json": write_refused_accepts.vectors,
    "refused_streams.json": write_refused_streams.vectors,
    "refused_files.json": write_refused_files.vectors,
    "refused_requests.json": write_refused_requests.vectors,
}


SLOW = {"chaos_streams.json"}


@pytest.mark.parametrize(
    ("name", "write"),
    [
        pytest.param(*pair, id=pair[0], marks=pytest.mark.slow if pair[0] in SLOW else ())
        for pair in WRITERS.items()
    ],
)
def test_the_file_is_what_its_writer_writes(name: str, write: Callable[[], Any]) -> None:
    assert json.loads((FOLDER / name).read_text("utf-8")) == write()
