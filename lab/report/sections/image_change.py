"""What a changed pixel and a changed key do to a ciphertext: NPCR and UACI with their critical values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from lab.batteries.images.cipher_pair import npcr, npcr_limits, uaci, uaci_limits
from lab.batteries.images.pictures import Picture
from lab.batteries.measurement import Measurement
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.demonstration import KEY_BYTES, Demonstration
from lab.report.figures.limits import beside_limits
from lab.report.listing import Listing
from lab.report.section import Block, Section
from lab.report.sections.measured import missed_limits, rounded
from lab.report.verdict import Verdict

_LEVELS = (0.05, 0.01, 0.001)
_KINDS = {"NPCR": (npcr, npcr_limits), "UACI": (uaci, uaci_limits)}

_LEAD = (
    "NPCR is the part of the pixels in which two ciphertexts differ, UACI the mean difference. Under other "
    "keys they should be those of two independent uniform pictures. Here they scatter {wider:.0f} times as "
    "wide: the key has 1,024 bytes and is repeated, so that two ciphertexts of {pixels:,} pixels differ by "
    "the same 1,024 bytes again and again. The same is asked of ciphertexts of pictures that differ in one "
    "pixel: here one pixel of the ciphertext changes and no other, since each pixel is encrypted by itself. "
    "So an attacker can change a picture under encryption, pixel by pixel, and nobody notices.",
)


def image_change_section(shown: Demonstration) -> Section:
    """A table with critical values, and charts of the pairs under other keys."""
    others = {f"key {k + 1}": cipher for k, cipher in enumerate(shown.others)}
    pairs = {"one pixel changed": shown.touched, **{f"another key, {n}": c for n, c in others.items()}}
    found = {name: _measured(shown.cipher, other) for name, other in pairs.items()}
    listing = Listing(
        f"NPCR and UACI of {shown.cipher.shape[0]} x {shown.cipher.shape[1]} pixels, with critical values",
        ("pair", "metric", "value", "expected", *(f"critical at {level:g}" for level in _LEVELS)),
        [row for name, kinds in found.items() for row in _rows(name, kinds, shown.cipher.size)],
        "image-change",
    )
    under_keys = {name: _measured(shown.cipher, other) for name, other in others.items()}
    charts = Charts([_chart(kind, under_keys) for kind in _KINDS])
    judged = {name: list(kinds.values()) for name, kinds in under_keys.items()}
    size = shown.cipher.size
    lead = [paragraph.format(pixels=size, wider=math.sqrt(size / KEY_BYTES)) for paragraph in _LEAD]
    blocks: list[Block] = [listing, Verdict(missed_limits(judged)), charts]
    return Section("image-change", "A changed pixel, a changed key", lead, blocks)


def _measured(left: Picture, right: Picture) -> dict[str, Measurement]:
    return {kind: measure(left, right) for kind, (measure, _) in _KINDS.items()}


def _rows(name: str, kinds: Mapping[str, Measurement], size: int) -> list[dict[str, Any]]:
    return [
        {
            "pair": name,
            "metric": f"{kind} (%)",
            "value": rounded(one.value),
            "expected": rounded(one.expected),
            **{f"critical at {level:g}": _KINDS[kind][1](size, level).text() for level in _LEVELS},
        }
        for kind, one in kinds.items()
    ]


def _chart(kind: str, found: Mapping[str, Mapping[str, Measurement]]) -> Chart:
    measured = [kinds[kind] for kinds in found.values()]
    values = [one.value for one in measured]
    kept = measured[0].limits.text() if measured[0].limits else "unknown"
    alt = (
        f"Dot plot of {kind} between ciphertexts under {len(values)} other keys: {min(values):.3f} to "
        f"{max(values):.3f} %; 99 % of ideal ciphers have {kept}."
    )
    rows = [[name, value] for name, value in zip(found, values, strict=True)]
    data = DataFile(f"image-{kind.lower()}", ("key", kind), rows)
    names = [name.removeprefix("key ") for name in found]
    return Chart(f"{kind} (%) under other keys", alt, beside_limits(names, measured), data)
