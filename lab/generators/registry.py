"""Every generator by name."""

from __future__ import annotations

import difflib
from typing import Any

from lab.generators import (
    associative_memory,
    autoencoder,
    cube_walk,
    extreme_learning,
    logistic_perceptron,
    squeezenet_hyperchaos,
)
from lab.generators.generator import KeyGenerator
from lab.generators.image_gan import key_generator as image_gan
from lab.generators.network_keys import key_generator as network_keys
from lab.generators.tree_parity import key_generator as tree_parity
from lab.generators.tree_parity import vector_key_generator as vector_tree_parity
from shared.errors import Code, Failure

_MODULES = (
    tree_parity,
    vector_tree_parity,
    associative_memory,
    extreme_learning,
    autoencoder,
    logistic_perceptron,
    cube_walk,
    image_gan,
    network_keys,
    squeezenet_hyperchaos,
)

GENERATORS: dict[str, KeyGenerator[Any]] = {module.GENERATOR.name: module.GENERATOR for module in _MODULES}


def find_generator(name: str) -> KeyGenerator[Any]:
    """The generator of a name.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, with those nearest to it.
    """
    generator = GENERATORS.get(name)
    if generator is None:
        near = difflib.get_close_matches(name, GENERATORS, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(near)}" if near else f"there are {', '.join(GENERATORS)}"
        raise Failure(Code.INVALID_INPUT, f"There is no generator {name!r}; {hint}.", field="generator")
    return generator
