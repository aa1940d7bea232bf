"""Where the bits under test come from: files, standard input, and generators by name, good ones and bad."""

from lab.batteries.sources.encodings import Encoding
from lab.batteries.sources.files import STDIN, FileSource, HeldBits, open_file
from lab.batteries.sources.registry import GENERATORS, make_generator
from lab.batteries.sources.source import Bits, BitSource, StreamedBits

__all__ = [
    "GENERATORS",
    "STDIN",
    "BitSource",
    "Bits",
    "Encoding",
    "FileSource",
    "HeldBits",
    "StreamedBits",
    "make_generator",
    "open_file",
]
