"""How long one fetch takes by size of the image: ``python -m benchmarks.fetch``.

A head office and a branch on loopback, as processes, through their commands. ``exchange`` is what the branch
measured from Hello to Receipt; ``command`` is the whole process, with Python's start. Seconds, medians.
"""

from __future__ import annotations

import io
import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from lab.demo.parties import BranchOffice, HeadOffice, free_address

KIBIBYTE = 1024
MEBIBYTE = KIBIBYTE**2
SIZES = {"64 KiB": 64 * KIBIBYTE, "1 MiB": MEBIBYTE, "16 MiB": 16 * MEBIBYTE}
REPEATS = 5
USER = "17"


def picture(size: int) -> bytes:
    """A PNG of about ``size`` bytes: square, grey, without anything to compress."""
    side = round(size**0.5)
    pixels = np.random.default_rng(size).integers(0, 256, (side, side), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="PNG", compress_level=0)
    return file.getvalue()


def prepared(folder: Path) -> tuple[HeadOffice, BranchOffice]:
    """A head office with one enrolled user and the images, and a branch that serves that user."""
    head_office = HeadOffice(folder / "head-office", free_address())
    branch = BranchOffice("basra", folder / "basra")
    head_office.found(verification="off")
    branch.join(head_office, folder)
    head_office.ask("user", "add", USER)
    head_office.ask("user", "enrol", USER, "--synthetic", "1")
    branch.receive(head_office, int(USER), folder)
    for place, size in enumerate(SIZES.values()):
        file = folder / "picture.png"
        file.write_bytes(picture(size))
        head_office.ask("image", "put", file, "--id", f"image-{place}", "--everyone")
    return head_office, branch


def measure(branch: BranchOffice, image: str, target: Path) -> dict[str, float]:
    """Medians of some fetches of one image."""
    exchanges, commands = [], []
    for _ in range(REPEATS):
        started = time.perf_counter()
        told = branch.ask("fetch", USER, image, "-o", target)
        commands.append(time.perf_counter() - started)
        exchanges.append(told["seconds"])
    return {"exchange": statistics.median(exchanges), "command": round(statistics.median(commands), 3)}


def main() -> None:
    """Measure and print one JSON object."""
    with tempfile.TemporaryDirectory(prefix="ridgekey-bench-") as name:
        folder = Path(name)
        head_office, branch = prepared(folder)
        with head_office.serving(folder / "server.log"):
            figures = {
                size: measure(branch, f"image-{place}", folder / "received")
                for place, size in enumerate(SIZES)
            }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
