"""A picture of pixels, as it is."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from lab.batteries.images.pictures import Picture
from lab.report.data_file import DataFile
from lab.report.markup import Markup, element


@dataclass(frozen=True)
class Pixels:
    """One picture; it is its own data, since PNG loses nothing.

    Attributes:
        title: over it.
        alt: what is to be seen in it.
        pixels: uint8, grey or colour.
    """

    title: str
    alt: str
    pixels: Picture = field(repr=False)

    def markup(self) -> Markup:
        """A figure."""
        height, width = self.pixels.shape[:2]
        source = f"data:image/png;base64,{b64encode(self._png()).decode('ascii')}"
        image = element("img", src=source, alt=self.alt, width=width, height=height, class_="picture")
        return element("figure", element("figcaption", self.title), image)

    def files(self) -> Sequence[DataFile]:
        """None."""
        return ()

    def _png(self) -> bytes:
        written = io.BytesIO()
        Image.fromarray(self.pixels).save(written, format="PNG")
        return written.getvalue()


@dataclass(frozen=True)
class Pictures:
    """Pictures side by side where there is room.

    Attributes:
        pictures: in order.
    """

    pictures: Sequence[Pixels]

    def markup(self) -> Markup:
        """A grid of figures."""
        return element("div", *(picture.markup() for picture in self.pictures), class_="charts")

    def files(self) -> Sequence[DataFile]:
        """None."""
        return ()
