"""Writes the seeds of every target into ``corpus``: ``python -m tests.fuzz.write_corpus``."""

from __future__ import annotations

from tests.fuzz.targets import CORPUS, TARGETS, load


def main() -> None:
    """Write them; what is kept beside them stays."""
    for name in TARGETS:
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        for seed, data in load(name).seeds().items():
            (folder / seed).write_bytes(data)


if __name__ == "__main__":
    main()
