"""Known answers that an end checks before it serves (biometrics §1)."""

from __future__ import annotations

from shared.exact.network import Network


def run_self_test(network: Network) -> None:
    """Compare this machine's arithmetic, and the shipped model, with the golden vectors.

    Raises:
        Failure: ``INTERNAL`` when the arithmetic differs, ``MODEL_MISMATCH`` when the shipped model's
            features do.
    """
    raise NotImplementedError
