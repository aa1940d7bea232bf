"""The fuzz targets: each a module with ``parse(data)``, which lets nothing but a ``Failure`` happen.

``read(data)`` is the same with the refusal let through, and ``seeds()`` gives good inputs by name, which
``python -m tests.fuzz.write_corpus`` keeps in ``corpus/TARGET``. Inputs that once broke something are kept
there beside them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

TARGETS = (
    "admissions",
    "checkpoints",
    "data_keys",
    "dicom_files",
    "enrolments",
    "frames",
    "images",
    "models",
    "packages",
    "prints",
    "requests",
    "sealed_files",
    "sealed_objects",
    "sealed_images",
)
CORPUS = Path(__file__).parent / "corpus"


class Target(Protocol):
    """What a target's module has."""

    @staticmethod
    def parse(data: bytes) -> None:
        """Read the bytes; anything but a ``Failure`` leaves it."""

    @staticmethod
    def read(data: bytes) -> None:
        """Read the bytes; a refusal leaves it too."""

    @staticmethod
    def seeds() -> dict[str, bytes]:
        """Good inputs."""


def load(name: str) -> Target:
    """The target of this name."""
    return cast("Target", import_module(f"tests.fuzz.{name}"))


def corpus(name: str) -> dict[str, bytes]:
    """What is kept for a target, by file name."""
    return {file.name: file.read_bytes() for file in sorted((CORPUS / name).iterdir())}
