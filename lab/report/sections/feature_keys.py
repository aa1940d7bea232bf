"""Pictures of an album, the keys that paper 000 makes of them, and what one level of one pixel does."""

from __future__ import annotations

import numpy as np

from lab.generators.squeezenet_hyperchaos import SIDE, SqueezeNetHyperchaos, album_picture, key_of_picture
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.histogram import byte_histogram
from lab.report.picture import Pictures, Pixels
from lab.report.section import Section

KEY_BYTES = 4096
_LEAD = (
    "The key of a picture is a function of it: SqueezeNet's features, four at a time through one update of "
    "the map, floor(10^5 |v|) mod 256 of each value. Its first 4,096 bytes are shown as 64 x 64 pixels. The "
    "weights are drawn and the picture is number {number} of a public album, so that everybody has its key.",
    "The last picture has the bits that change when one level of one pixel does: half of them should, as the "
    "review of such generators asks, and here {changed:.1%} do. Each four bytes follow from four features.",
)


def feature_key_section(seed: int) -> Section:
    """A picture, its key as pixels, the change, and histograms of picture and key."""
    parameters = SqueezeNetHyperchaos(key_bytes=KEY_BYTES)
    picture = album_picture(seed)
    touched = picture.copy()
    touched[SIDE // 2, SIDE // 2, 1] ^= 1
    key, other = (
        np.frombuffer(key_of_picture(one, parameters), np.uint8).reshape(64, 64) for one in (picture, touched)
    )
    changed = float(np.mean(np.unpackbits(key ^ other)))
    pictures = Pictures(
        [
            Pixels("The picture", f"Soft patches of colour, number {seed} of the album.", picture),
            Pixels("Its key", "Noise: 4,096 bytes as grey levels.", key),
            Pixels("What one level changes", f"{changed:.1%} of the bits, the rest black.", key ^ other),
        ]
    )
    counts = np.bincount(key.ravel(), minlength=256)
    alt = f"Histogram of {key.size:,} bytes: the commonest value occurs {int(counts.max())} times."
    data = DataFile("feature-key-histogram", ("level", "count"), [[n, int(c)] for n, c in enumerate(counts)])
    chart = Chart("Bytes of the key", alt, byte_histogram(counts, key.size / 256), data)
    lead = [paragraph.format(number=seed, changed=changed) for paragraph in _LEAD]
    return Section("feature-keys", "A picture and its key", lead, [pictures, Charts([chart])])
