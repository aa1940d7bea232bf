"""Every attack by name, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Sequence

from lab.attacks import (
    bit_flipping,
    chosen_plaintext,
    counter_rollback,
    forgery,
    key_search,
    known_plaintext,
    model_substitution,
    near_key,
    one_pixel,
    replay,
    single_ciphertext,
    splicing,
    stolen_prints,
    turned_counter,
    two_time_pad,
)
from lab.attacks.attack import Attack
from shared.errors import Code, Failure

_MODULES = (
    two_time_pad,
    known_plaintext,
    chosen_plaintext,
    single_ciphertext,
    near_key,
    one_pixel,
    bit_flipping,
    splicing,
    replay,
    forgery,
    turned_counter,
    counter_rollback,
    key_search,
    stolen_prints,
    model_substitution,
)

ATTACKS: dict[str, Attack] = {module.ATTACK.name: module.ATTACK for module in _MODULES}


def choose_attacks(names: Sequence[str]) -> list[Attack]:
    """The attacks of these names, each once.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, saying which there are.
    """
    unknown = [name for name in names if name not in ATTACKS]
    if unknown:
        sentence = f"There is no attack {unknown[0]}; there are {', '.join(ATTACKS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    return [ATTACKS[name] for name in dict.fromkeys(names)]
