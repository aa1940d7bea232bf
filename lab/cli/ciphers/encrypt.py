"""``ridgekey-lab ciphers encrypt``: a picture by one of the papers' ciphers, sealed for a recipient."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.ciphers.method import MethodOption
from lab.cli.ciphers.timestamp import TimestampOption, read_timestamp
from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, write_file
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.ciphers.image_cipher import ImageCipher

NOTE = (
    "The file is safe because it is sealed: AES-256-GCM under a secret wrapped for the recipient's RSA key. "
    "The paper's cipher inside adds nothing to that; alone it would have the effective bits shown."
)


def encrypt(
    image: Annotated[Path, typer.Argument(help="PNG, JPEG, BMP, TIFF or PPM, 8 bits.", metavar="IMAGE")],
    out: Annotated[Path, typer.Argument(help="The sealed file to write.", metavar="OUT")],
    method: MethodOption,
    recipient: Annotated[
        Path, option("--recipient", help="Public RSA key of who may open it, PEM.", metavar="PUBLIC.pem")
    ],
    timestamp: TimestampOption = None,
    output_format: FormatOption = None,
) -> None:
    """Encrypt a picture by a paper's cipher and seal it for a recipient.

    Paper 002's methods take the picture's EXIF date as their key. An existing OUT is replaced.
    """
    require_torch()
    require_scipy()
    from lab.ciphers.picture_files import read_source
    from lab.ciphers.recipient_keys import read_public_key
    from lab.ciphers.registry import find_cipher
    from lab.ciphers.sealed_picture import seal_picture

    check_writable(out)
    _check_none_of(out, {"picture": image, "recipient's key": recipient})
    cipher, public = find_cipher(method), read_public_key(recipient)
    source = read_source(image)
    key = _key(cipher, read_timestamp(timestamp, source.timestamp, cipher))
    with progress("Encrypting"):
        blob = seal_picture(source.pixels, cipher, key, public, SystemRandomness())
    write_file(out, blob)
    strength = cipher.strength(source.pixels.shape)
    record = {
        "file": str(out),
        "method": cipher.name,
        "shape": list(source.pixels.shape),
        "picture_bytes": source.pixels.size,
        "sealed_bytes": len(blob),
        "claimed_bits": round(strength.claimed, 1),
        "effective_bits": round(strength.effective, 1),
        "basis": strength.basis,
    }
    show_record(record, output_format)
    note(NOTE)


def _check_none_of(out: Path, read: dict[str, Path]) -> None:
    for what, path in read.items():
        if out.exists() and path.exists() and out.samefile(path):
            sentence = f"{out} is the {what} itself; give the sealed file another name."
            raise Failure(Code.INVALID_INPUT, sentence, field="out")


def _key(cipher: ImageCipher, timestamp: str | None) -> bytes:
    from lab.ciphers.image_cipher import Keyed
    from shared.ciphers.parameters import KEY_BYTES

    if cipher.keyed is Keyed.BIOMETRIC:
        return SystemRandomness().token(KEY_BYTES)
    return (timestamp or "").encode()
