"""The option that names an image cipher."""

from __future__ import annotations

from typing import Annotated

from shared.terminal.options import option

MethodOption = Annotated[
    str, option("--method", help="Of `ciphers list`, such as lorenz-resnet18.", metavar="NAME[+READING…]")
]
