"""Where the prints of a folder come from: a folder of synthetic ones says so, and its checksums prove it.

What is learned from SOCOFing may not be passed on. A folder that does not say that it is synthetic is
therefore taken for SOCOFing, and one whose files are not those that were written is not taken for synthetic.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from shared.biometrics.socofing import ALTERED_FOLDER, REAL_FOLDER, REPEATS_FOLDER
from shared.errors import Code, Failure

RECORD = "synthetic.json"
CHECKSUMS = "SHA256SUMS"

SOCOFING = "SOCOFing"

_UNKNOWN_SEED = -1


def claim_folder(root: Path, seed: int) -> None:
    """Make a folder one of synthetic prints, before any are written.

    Args:
        root: the folder of the data set; made when missing.
        seed: their population.

    Raises:
        Failure: ``CONFLICT`` when prints of another origin are there.
        OSError: the system refuses.
    """
    taken = [name for name in (REAL_FOLDER, ALTERED_FOLDER, REPEATS_FOLDER) if (root / name).exists()]
    if taken and _seed_of(root) != seed:
        sentence = f"{root} has a {taken[0]} already that is not of seed {seed}; name another folder."
        raise Failure(Code.CONFLICT, sentence)
    root.mkdir(parents=True, exist_ok=True)
    (root / RECORD).write_text(json.dumps({"origin": "synthetic", "seed": seed}) + "\n", encoding="utf-8")


def write_checksums(root: Path, files: Iterable[Path]) -> None:
    """List prints as ``sha256sum --check`` reads it; those that an earlier call listed stay listed.

    Args:
        root: the folder of the data set.
        files: the prints.

    Raises:
        OSError: the system refuses.
    """
    listed = read_checksums(root)
    for path in files:
        listed[path.relative_to(root).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [f"{digest}  {name}\n" for name, digest in sorted(listed.items())]
    (root / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def provenance_of(root: Path, digests: Mapping[str, str]) -> tuple[str, bool]:
    """The origin of the prints in a folder, and whether what is learned from them may be passed on.

    Args:
        root: the folder of the data set.
        digests: the SHA-256 of every print, by its name relative to ``root``.
    """
    seed = _seed_of(root)
    if seed == _UNKNOWN_SEED:
        return SOCOFING, False
    listed = read_checksums(root)
    if any(listed.get(name) != digest for name, digest in digests.items()):
        return f"changed since synthetic seed={seed}", False
    return f"synthetic seed={seed}", True


def read_checksums(root: Path) -> dict[str, str]:
    """The SHA-256 sums that lie in a folder, by name; none where there are none that can be read."""
    try:
        lines = (root / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = [line.partition("  ") for line in lines]
    return {name: digest for digest, _, name in pairs}


def _seed_of(root: Path) -> int:
    """The population of a folder of synthetic prints; -1 of any other folder."""
    try:
        record = json.loads((root / RECORD).read_text(encoding="utf-8"))
        return int(record["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        return _UNKNOWN_SEED
