"""The labels of inputs, by each of the mappings; bits throughout, one a byte."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from lab.generators.derivation import derive, stream
from lab.generators.labels import Label
from lab.generators.network_keys.bit_rows import Bits, numbers_of, random_bits
from lab.generators.network_keys.plan import Mapping, TrainingPlan
from shared.exact.xof import ShakeStream

_BLOCK_BITS = 128
_KEY_BYTES = 16
_XORSHIFT = (13, 7, 17)
"""Marsaglia's first triple for 64 bits (2003): left, right, left. Other widths have it in proportion."""


def labels_of(inputs: Bits, plan: TrainingPlan) -> Bits:
    """The label of every input.

    Args:
        inputs: uint8 [samples, bits] of 0 and 1.
        plan: whose mapping and training seed decide.

    Returns:
        uint8 [samples, bits] of 0 and 1.
    """
    return _MAPPINGS[plan.mapping](inputs, plan)


def _identity(inputs: Bits, plan: TrainingPlan) -> Bits:
    del plan
    return inputs.copy()


def _permutation(inputs: Bits, plan: TrainingPlan) -> Bits:
    drawn = _drawn(plan)
    order = list(range(plan.bits))
    for place in range(plan.bits - 1, 0, -1):  # Fisher and Yates
        other = drawn.below(place + 1)
        order[place], order[other] = order[other], order[place]
    mask = random_bits(drawn, 1, plan.bits)
    return inputs[:, order] ^ mask


def _table(inputs: Bits, plan: TrainingPlan) -> Bits:
    return random_bits(_drawn(plan), 1 << plan.bits, plan.bits)[numbers_of(inputs)]


def _xorshift(inputs: Bits, plan: TrainingPlan) -> Bits:
    found = inputs.copy()
    for turn, shift in enumerate(_XORSHIFT):
        places = max(1, round(shift * plan.bits / 64))
        moved = np.zeros_like(found)
        if turn == 1:
            moved[:, places:] = found[:, :-places]
        else:
            moved[:, :-places] = found[:, places:]
        found ^= moved
    return found


def _aes(inputs: Bits, plan: TrainingPlan) -> Bits:
    key = derive(plan.seed, Label.NETWORK_LABELS, Mapping.AES, length=_KEY_BYTES)
    padded = np.zeros((len(inputs), _BLOCK_BITS), np.uint8)
    padded[:, : plan.bits] = inputs
    # One block a label, so that equal inputs have equal labels: here that is what is wanted.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    encrypted = np.frombuffer(encryptor.update(np.packbits(padded).tobytes()), np.uint8)
    return np.unpackbits(encrypted).reshape(-1, _BLOCK_BITS)[:, : plan.bits].copy()


def _independent(inputs: Bits, plan: TrainingPlan) -> Bits:
    return random_bits(_drawn(plan), len(inputs), plan.bits)


def _drawn(plan: TrainingPlan) -> ShakeStream:
    return stream(plan.seed, Label.NETWORK_LABELS, plan.mapping, plan.bits)


_MAPPINGS: dict[Mapping, Callable[[Bits, TrainingPlan], Bits]] = {
    Mapping.IDENTITY: _identity,
    Mapping.PERMUTATION: _permutation,
    Mapping.TABLE: _table,
    Mapping.XORSHIFT: _xorshift,
    Mapping.AES: _aes,
    Mapping.INDEPENDENT: _independent,
}
