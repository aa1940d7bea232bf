"""Every benchmark, one after the other: ``python -m benchmarks``, which ``make bench`` calls."""

from __future__ import annotations

import sys

from benchmarks import (
    audit,
    audit_filters,
    chaos,
    console,
    fetch,
    handshake,
    medical_images,
    nist,
    refusal_timing,
    regeneration,
    stalled_readers,
    startup,
    stream,
    training,
    tree_parity,
)

BENCHMARKS = {
    "key regeneration": regeneration.main,
    "handshake, microseconds": handshake.main,
    "sealing and opening, MiB/s": stream.main,
    "chaotic streams, MB/s": chaos.main,
    "one fetch, seconds": fetch.main,
    "a long audit log": audit.main,
    "filters of a long audit log": audit_filters.main,
    "pages of the console, milliseconds": console.main,
    "status beside twenty readers that stopped": stalled_readers.main,
    "refusals that must look alike": refusal_timing.main,
    "what starting a program costs": startup.main,
    "a training step": training.main,
    "SP 800-22 on a million bits": nist.main,
    "paper 002's image ciphers": medical_images.main,
    "two tree parity machines": tree_parity.main,
}


def main() -> None:
    """Run them all on the machine at hand."""
    for title, run in BENCHMARKS.items():
        print(f"== {title}", flush=True)
        run()
        sys.stdout.flush()


if __name__ == "__main__":
    main()
