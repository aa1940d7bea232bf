"""Files of colour with 16 bits a value, byte by byte: Pillow reads such files and writes none."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

from tests.lab.batteries.images.drawn_pictures import noise

WIDTH, HEIGHT = 5, 4
DATA = noise(1, HEIGHT, WIDTH, 3, 2)
"""uint8 [height, width, 3, 2]: big-endian values."""


def deep_png() -> bytes:
    """PNG of colour type 2 with 16 bits."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 2, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in DATA)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def deep_ppm() -> bytes:
    """Binary PPM with values up to 65,535."""
    return b"P6\n%d %d\n65535\n" % (WIDTH, HEIGHT) + DATA.tobytes()


def plain_deep_ppm() -> bytes:
    """PPM as text, with values up to 1,023."""
    values = DATA.reshape(-1, 2).astype(np.int64) @ np.array([256, 1]) % 1024
    return b"P3\n%d %d\n1023\n" % (WIDTH, HEIGHT) + " ".join(map(str, values)).encode()


def deep_tiff() -> bytes:
    """Big-endian TIFF in one strip, uncompressed."""
    short, long = 3, 4
    body = DATA.tobytes()
    bits_at = 8 + 2 + 12 * 8 + 4
    fields = (
        (256, short, 1, WIDTH << 16),
        (257, short, 1, HEIGHT << 16),
        (258, short, 3, bits_at),
        (259, short, 1, 1 << 16),
        (262, short, 1, 2 << 16),
        (273, long, 1, bits_at + 6),
        (277, short, 1, 3 << 16),
        (279, long, 1, len(body)),
    )
    directory = b"".join(struct.pack(">HHII", *field) for field in fields)
    head = b"MM\0*" + struct.pack(">IH", 8, len(fields))
    return head + directory + struct.pack(">IHHH", 0, 16, 16, 16) + body


def several(format_name: str) -> bytes:
    """Two grey pictures in one file."""
    first, second = (Image.fromarray(noise(seed, HEIGHT, WIDTH)) for seed in (1, 2))
    buffer = io.BytesIO()
    first.save(buffer, format_name, save_all=True, append_images=[second])
    return buffer.getvalue()


def one_colour_transparent() -> bytes:
    """PNG of RGB in which one colour is transparent."""
    buffer = io.BytesIO()
    Image.fromarray(noise(1, HEIGHT, WIDTH, 3)).save(buffer, "PNG", transparency=(1, 2, 3))
    return buffer.getvalue()


DEEP: dict[str, Callable[[], bytes]] = {
    "PNG": deep_png,
    "PPM": deep_ppm,
    "PPM as text": plain_deep_ppm,
    "TIFF": deep_tiff,
}
"""Each is opened with the mode RGB."""
