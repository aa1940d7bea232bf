"""``ridgekey-lab ciphers decrypt``: the picture of a sealed file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, read_file, write_file
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

_SUFFIX = ".png"


def decrypt(
    sealed: Annotated[Path, typer.Argument(help="A file of `ciphers encrypt`.", metavar="IN")],
    out: Annotated[Path, typer.Argument(help="The picture to write, PNG.", metavar="OUT.png")],
    key: Annotated[
        Path, option("--key", help="The recipient's private RSA key, PEM.", metavar="PRIVATE.pem")
    ],
    output_format: FormatOption = None,
) -> None:
    """Open a sealed picture with the recipient's private key.

    Nothing is written unless all of the file is as it was sealed. An existing OUT.png is replaced.
    """
    require_torch()
    require_scipy()
    from lab.ciphers.picture_files import png_bytes
    from lab.ciphers.picture_header import FILE_BYTES_MAX
    from lab.ciphers.recipient_keys import read_private_key
    from lab.ciphers.sealed_picture import open_picture

    if out.suffix.lower() != _SUFFIX:
        sentence = f"The picture is written as PNG; let its name end with {_SUFFIX}."
        raise Failure(Code.INVALID_INPUT, sentence, field="out")
    check_writable(out)
    private = read_private_key(key)
    with progress("Decrypting"):
        opened = open_picture(read_file(sealed, FILE_BYTES_MAX), private)
    write_file(out, png_bytes(opened.picture))
    show_record(
        {"file": str(out), "method": opened.method, "shape": list(opened.picture.shape)}, output_format
    )
