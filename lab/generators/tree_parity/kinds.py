"""The kinds of machines that two parties can have, by the names of their generators."""

from __future__ import annotations

from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.vector_parameters import VectorTreeParity
from shared.errors import Code, Failure

PLAIN, VECTOR = "tree-parity", "vector-tree-parity"

KINDS: dict[str, type[TreeParity]] = {PLAIN: TreeParity, VECTOR: VectorTreeParity}


def find_kind(name: str) -> type[TreeParity]:
    """The parameters' class of a kind of machines.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none.
    """
    if name not in KINDS:
        sentence = f"There are no machines {name!r}; there are {' and '.join(KINDS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    return KINDS[name]


def name_of(parameters: TreeParity) -> str:
    """The name of the kind that parameters are of."""
    return next(name for name, kind in KINDS.items() if kind is type(parameters))
