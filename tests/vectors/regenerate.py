"""Writes the golden answers of ``shared/keygen/golden.json`` anew: ``python -m tests.vectors.regenerate``.

To be run when a new model file replaces the shipped one. A change in the arithmetic part means that every key
changes: that is a new protocol version, not a new vector.
"""

from __future__ import annotations

import json

from shared.biometrics.models import default_network
from shared.keygen.known_answers import arithmetic_answers, model_answers
from shared.keygen.self_test import golden_path


def golden() -> str:
    """The golden answers as computed here, as the file's text."""
    network = default_network()
    answers = {
        "arithmetic": arithmetic_answers(),
        "models": {network.digest.hex(): model_answers(network)},
    }
    return json.dumps(answers, indent=2) + "\n"


def main() -> None:
    """Write the file."""
    golden_path().write_text(golden(), encoding="utf-8")


if __name__ == "__main__":
    main()
