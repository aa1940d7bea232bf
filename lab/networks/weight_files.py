"""Weights of a published network from a local file: NumPy's ``.npz`` or torch's ``.pth``. Nothing is fetched.

A ``.pth`` file is a pickle. It is read with torch's loader that makes tensors and nothing else.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from shared.errors import Code, Failure

FILE_MAX_BYTES = 256 << 20
SUFFIXES = (".npz", ".pth")

_UNREADABLE = (
    OSError,
    RuntimeError,
    UnpicklingError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    MemoryError,
    zipfile.BadZipFile,
)
"""What torch and NumPy answer a damaged file with."""


def load_weights(network: nn.Module, path: Path) -> None:
    """Put the weights of a file into a network; it is as it was when that fails.

    Args:
        network: with the names and shapes that the file must have, all of them.
        path: an ``.npz`` file of arrays or a ``.pth`` file of a state dictionary.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is missing, too large, damaged or of another kind, when a
            tensor is missing, unknown, of another shape, not of floating point, or not finite.
    """
    tensors = _read(path)
    require_weights(path, network.state_dict(), tensors)
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})


def require_weights(path: Path, wanted: Mapping[str, Tensor], tensors: Mapping[str, Any]) -> None:
    """Refuse tensors that are not those of a network.

    Args:
        path: the file that they are of, for what is said.
        wanted: the network's own, whose names and shapes are asked for; their values do not matter.
        tensors: what the file holds.

    Raises:
        Failure: ``INVALID_INPUT`` when one is missing, unknown, no tensor, of another shape, not of floating
            point, or not finite.
    """
    missing, unknown = sorted(wanted.keys() - tensors.keys()), sorted(tensors.keys() - wanted.keys())
    if missing:
        raise _refusal(path, f"lacks {_some(missing)}; it is of another network or was cut short")
    if unknown:
        raise _refusal(path, f"also has {_some(unknown)}; it is of another network")
    for name, tensor in tensors.items():
        _require_alike(path, name, tensor, wanted[name])


def find_weights(folder: Path | None, name: str, download: str) -> Path | None:
    """Where a network's weights lie: in a folder, else where torchvision keeps what it has downloaded.

    Args:
        folder: looked in first; None when none is named.
        name: of the file there without its suffix, such as ``squeezenet1_0``.
        download: the file name that torchvision gives the same weights.

    Raises:
        Failure: ``INVALID_INPUT`` when torchvision's file is not what its name says.
    """
    if folder is not None:
        here = [folder / f"{name}{suffix}" for suffix in SUFFIXES] + [folder / download]
        found = next((path for path in here if path.is_file()), None)
        if found is not None:
            return found
    kept = Path(torch.hub.get_dir()) / "checkpoints" / download
    if not kept.is_file():
        return None
    _require_digest(kept)
    return kept


def _read(path: Path) -> dict[str, Tensor]:
    if path.suffix not in SUFFIXES:
        raise _refusal(path, f"is no file of weights; name one that ends in {' or '.join(SUFFIXES)}")
    if not path.is_file():
        raise _refusal(path, "does not exist; name a file of weights")
    if path.stat().st_size > FILE_MAX_BYTES:
        raise _refusal(path, f"is larger than {FILE_MAX_BYTES >> 20} MiB; it is of another network")
    try:
        held = _read_arrays(path) if path.suffix == ".npz" else torch.load(path, "cpu", weights_only=True)
    except _UNREADABLE:
        raise _refusal(path, "cannot be read as weights; fetch or export it again") from None
    if not isinstance(held, Mapping) or not all(isinstance(one, Tensor) for one in held.values()):
        raise _refusal(path, "holds no state dictionary of tensors; save `network.state_dict()`")
    return {str(name): tensor for name, tensor in held.items()}


def _read_arrays(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as arrays:
        return {name: torch.from_numpy(np.array(arrays[name])) for name in arrays.files}


def _require_alike(path: Path, name: str, tensor: Any, wanted: Tensor) -> None:
    if not isinstance(tensor, Tensor):
        raise _refusal(path, f"has no tensor for {name}; it is of another network")
    if tensor.shape != wanted.shape:
        shapes = f"{_times(tensor)} in place of {_times(wanted)}"
        raise _refusal(path, f"has {name} in the shape {shapes}; it is of another network")
    if not tensor.is_floating_point():
        raise _refusal(path, f"has {name} in whole numbers; save it in floating point")
    if not bool(torch.isfinite(tensor).all()):
        raise _refusal(path, f"has a value in {name} that is no number; fetch or export it again")


def _require_digest(path: Path) -> None:
    """torchvision's names end in the first digits of the file's SHA-256."""
    wanted = path.stem.rpartition("-")[2]
    if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(wanted):
        raise _refusal(path, "is not what its name says; delete it and let torchvision fetch it again")


def _times(tensor: Tensor) -> str:
    return " x ".join(map(str, tensor.shape)) or "of a single number"


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more tensors"


def _refusal(path: Path, what: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{path.name} {what}.", field="weights")
