"""The device to train on, and whether bfloat16 helps there."""

from __future__ import annotations

import enum

import torch

from lab.training.plans import Precision
from shared.errors import Code, Failure


class DeviceName(enum.StrEnum):
    """Devices to choose from; ``auto`` takes the first one that is there, from CUDA to the CPU."""

    AUTO = "auto"
    CUDA = "cuda"
    MPS = "mps"
    CPU = "cpu"


def pick_device(wanted: DeviceName) -> torch.device:
    """The device to use.

    Raises:
        Failure: ``INVALID_INPUT`` when the one asked for is not there.
    """
    present = _present()
    if wanted is DeviceName.AUTO:
        return torch.device(present[0])
    if wanted not in present:
        sentence = f"There is no {wanted} device here; choose among {', '.join(present)} with --device."
        raise Failure(Code.INVALID_INPUT, sentence)
    return torch.device(wanted)


def _present() -> list[DeviceName]:
    found = [DeviceName.CUDA] if torch.cuda.is_available() else []
    found += [DeviceName.MPS] if torch.backends.mps.is_available() else []
    return [*found, DeviceName.CPU]


def half_precision(device: torch.device, precision: Precision) -> bool:
    """Whether products are to be made in bfloat16: only where the hardware multiplies it natively."""
    if precision is Precision.FLOAT32 or device.type == "mps":
        return False
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    # Without the instructions, bfloat16 on a CPU is emulated and slower than float32.
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and torch.cpu._is_avx512_bf16_supported()
