"""Tables 13, 14 and 15: the same print again, and a print that is a little different."""

from __future__ import annotations

import numpy as np

from lab.attacks.pictures import radiograph
from lab.batteries.images.cipher_pair import npcr, npcr_limits, uaci, uaci_limits
from lab.batteries.images.pictures import Picture
from lab.batteries.keys.bit_change import bit_change_tests
from lab.batteries.keys.key_bytes import Key
from lab.batteries.keys.stability import ATTEMPTS, stability_test
from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.key_table import KEY_BYTES, Row, key_table, named, of_user, rows_of, short
from lab.papers.paper_003.printed_keys import KEY_DIFFERENCE
from lab.papers.paper_003.scheme import paper_cipher
from lab.papers.tables import Table

_SIDE = 256
_PICTURE = 1
_CHANGE = "one bit of the print's middle pixel"


def table_13(material: KeyMaterial | None) -> Table:
    """How many of five attempts gave the same key."""

    def ours(one: UserKeys) -> Row:
        other = int(stability_test(one.attempts).value)
        return {"ours": f"{ATTEMPTS - other} of {ATTEMPTS} equal"}

    rows = rows_of(material, lambda _: {"paper": f"{ATTEMPTS} of {ATTEMPTS} equal"}, ("ours",), ours)
    findings = (
        "equal keys need variations that are drawn from a seed; the paper names none and lists random ones",
        "that keys can be made again shows nothing of their secrecy",
    )
    return key_table(13, "stability of the keys", rows, findings, material)


def table_14(material: KeyMaterial | None) -> Table:
    """What a slight change of the print does: changed bits and bytes in per cent, and the correlation."""

    def ours(one: UserKeys) -> Row:
        bits, bytes_, related = bit_change_tests(one.key, one.changed)
        return {
            "bits_percent": short(bits.value),
            "p": short(bits.p_value or 0.0),
            "bytes_percent": short(bytes_.value),
            "correlation": short(related.value),
        }

    columns = ("bits_percent", "p", "bytes_percent", "correlation")
    rows = rows_of(material, lambda user: {"paper": of_user(KEY_DIFFERENCE, user)}, columns, ours)
    most = max(value for value in KEY_DIFFERENCE.values() if value is not None)
    findings = [
        "the text asks for more than 50 %, the table for less than .1, and the formula divides bits by the "
        f"{KEY_BYTES:,} bytes: the printed values, up to {most}, may be correlations",
        "two uniform keys differ in 50 ± 1.4 % of the bits and 99.0 to 100 % of the bytes (99 % of them); "
        f"ours is the change of {_CHANGE}",
    ]
    if material is not None:
        same = [one.user for one in material.users if np.array_equal(one.key, one.changed)]
        if same:
            findings.append(f"the change leaves the keys of users {named(same)} as they were, to the bit")
    return key_table(14, "the key of a changed print", rows, findings, material)


def table_15(material: KeyMaterial | None) -> Table:
    """The same picture under the key and under that of the changed print; the paper shows pictures alone."""
    picture = radiograph(_PICTURE, _SIDE)

    def ours(one: UserKeys) -> Row:
        ciphers = [_encrypted(picture, key) for key in (one.key, one.changed)]
        changed, change = npcr(*ciphers), uaci(*ciphers)
        return {"npcr": short(changed.value), "uaci": short(change.value)}

    rows = rows_of(material, lambda _: {"paper": "pictures"}, ("npcr", "uaci"), ours)
    least, both = npcr_limits(picture.size), uaci_limits(picture.size)
    findings = (
        f"ideal ciphers of {_SIDE} x {_SIDE} pixels have an NPCR of at least {least.low:.3f} and a UACI of "
        f"{both.low:.2f} to {both.high:.2f} (99 %)",
        "the two ciphertexts differ by key XOR changed key, again and again, whatever the picture: it says "
        "nothing that table 14 does not",
    )
    return key_table(15, "a picture under both keys", rows, findings, material)


def _encrypted(picture: Picture, key: Key) -> Picture:
    cipher = paper_cipher(picture.tobytes(), key.tobytes())
    return np.frombuffer(cipher, np.uint8).reshape(picture.shape)
