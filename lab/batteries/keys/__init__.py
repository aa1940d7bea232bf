"""The key tests of paper 003 (tables 8 to 17), each with the paper's limit and the one that holds.

No number of passed tests makes a key secret: whoever has the print and the numbers of the message makes it
again, and the Chen stream, which everybody can compute, passes all of them.
"""

from lab.batteries.keys.battery import measure_against, measure_key
from lab.batteries.keys.key_bytes import MIN_BYTES, Key, require_key

__all__ = ["MIN_BYTES", "Key", "measure_against", "measure_key", "require_key"]
