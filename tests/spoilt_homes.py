"""How a home is spoilt at either end, and what a doctor's answer to that is compared with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import make_private_key
from shared.exact.products import NumpyBackend
from shared.keygen.self_test import prove_once
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import Keyring
from tests.command_lines import Outcome

Plant = Callable[[Path], None]
"""Spoils the home that it is given."""


def altered(name: str) -> Plant:
    """Flip the last bit of a file."""

    def alter(home: Path) -> None:
        data = bytearray((home / name).read_bytes())
        data[-1] ^= 1
        (home / name).write_bytes(data)

    return alter


def gone(name: str) -> Plant:
    """Delete a file."""
    return lambda home: (home / name).unlink()


def mode(name: str, bits: int) -> Plant:
    """Open a file to others."""
    return lambda home: (home / name).chmod(bits)


def holds(name: str, data: bytes) -> Plant:
    """Write a file that is not what it should be."""

    def write(home: Path) -> None:
        (home / name).parent.mkdir(mode=0o700, exist_ok=True)
        (home / name).write_bytes(data)
        (home / name).chmod(0o600)

    return write


def another_key(kind: HomeKind, name: str) -> Plant:
    """Put another private key in the place of the certificate's."""

    def replace(home: Path) -> None:
        opened = open_home(home, kind)
        with opened.master_key() as master:
            keyring = Keyring(opened, master, SystemRandomness())
            keyring.put_certified(name, make_private_key(SystemRandomness()))

    return replace


def compute_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine's matrix products be wrong in one place, as a broken library's may be."""
    product = NumpyBackend.product

    def wrong(self: NumpyBackend, left: Any, prepared: Any) -> Any:
        result = product(self, left, prepared)
        result[0, 0] += 1024
        return result

    monkeypatch.setattr(NumpyBackend, "product", wrong)
    prove_once.cache_clear()


def answer_to(looked: Outcome, check: str) -> dict[str, Any]:
    """What a doctor's command answered to one check."""
    (answer,) = [each for each in looked.data["items"] if each["check"] == check]
    return dict(answer)


def assert_fails(looked: Outcome, check: str, code: int, says: str, remedy: str) -> None:
    """That a doctor's command found the fault, named it, and said what to type."""
    answer = answer_to(looked, check)
    assert (answer["level"], answer["exit_code"]) == ("failure", code)
    assert says in answer["finding"]
    assert remedy in answer["remedy"]
    assert looked.code >= code
    assert "itself broke" not in looked.out


def assert_computes_otherwise(looked: Outcome, check: str) -> None:
    """That a doctor's command found that this machine's products are wrong."""
    answer = answer_to(looked, check)
    assert (answer["level"], answer["remedy"]) == ("failure", "pip install --force-reinstall numpy")
    assert "self-test failed" in answer["finding"]
    assert looked.code >= answer["exit_code"] > 0
