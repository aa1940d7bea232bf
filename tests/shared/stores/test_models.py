"""Model files are read, or refused for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.models import load_network
from tests.seeded_networks import TINY_PATH, tiny_network


def test_a_model_file_is_read() -> None:
    assert load_network(TINY_PATH).digest == tiny_network().digest


def test_the_shipped_model_is_the_default() -> None:
    assert len(load_network().digest) == 32


def test_a_missing_model_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(Failure) as refused:
        load_network(tmp_path / "absent.rkmodel")
    assert refused.value.code is Code.NOT_FOUND


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.rkmodel").write_bytes(b"no model")
    with pytest.raises(Failure) as refused:
        load_network(tmp_path / "some.rkmodel")
    assert refused.value.code in (Code.MALFORMED, Code.INTEGRITY)
