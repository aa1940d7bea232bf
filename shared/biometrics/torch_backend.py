"""The network's matrix products on torch: an accelerator that must not change a bit (biometrics §1)."""

from __future__ import annotations

import numpy as np
import torch

from shared.errors import Code, Failure
from shared.exact.products import Float32


class TorchBackend:
    """Products on a torch device, in float32.

    ``Network.with_backend`` proves at once that no fast mode (TF32, bfloat16) rounds them.

    Args:
        device: a torch device, such as ``cpu`` or ``cuda``.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the device cannot be used.
    """

    def __init__(self, device: str = "cpu") -> None:
        self.name = f"torch-{device}"
        try:
            self._device = torch.device(device)
            torch.zeros(1, device=self._device)
        except (RuntimeError, AssertionError):
            sentence = f"The torch device {device} cannot be used here; name another, such as cpu."
            raise Failure(Code.LOCAL_FAILURE, sentence) from None

    def prepare(self, matrix: Float32) -> torch.Tensor:
        """Move a constant matrix [K, N] to the device."""
        return torch.from_numpy(np.ascontiguousarray(matrix)).to(self._device)

    def product(self, left: Float32, prepared: torch.Tensor) -> Float32:
        """Multiply ``left`` [M, K] by a prepared matrix [K, N]."""
        with torch.inference_mode():
            moved = torch.from_numpy(np.ascontiguousarray(left)).to(self._device)
            result: Float32 = (moved @ prepared).cpu().numpy()
        return result
