"""Reading many images at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.datasets.image_reading import ImageFile, Unreadable, read_images, resize_alike
from shared.exact.image import resize

SHAPES = [(103, 96), (298, 241), (96, 96), (40, 57)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [1, 4, 9])
def test_pictures_beside_each_other_are_resized_as_alone(shape: tuple[int, int], count: int) -> None:
    random = np.random.default_rng(count)
    pictures = list(random.integers(0, 256, (count, *shape), np.uint8))
    alone = np.stack([resize(picture, 96, 96) for picture in pictures])
    assert np.array_equal(resize_alike(pictures), alone)


@pytest.mark.parametrize("workers", [1, 2])
def test_images_come_in_order_and_bad_ones_as_failures(tmp_path: Path, workers: int) -> None:
    paths = []
    for place in range(130):
        path = tmp_path / f"{place}.png"
        shape = SHAPES[place % len(SHAPES)]
        Image.fromarray(np.full(shape, place, np.uint8)).save(path)
        paths.append(path)
    paths[7].write_bytes(b"no image")
    paths[8].unlink()
    found = list(read_images(paths, workers=workers))
    assert [place for place, one in enumerate(found) if isinstance(one, Unreadable)] == [7, 8]
    for place, one in enumerate(found):
        if isinstance(one, ImageFile):
            assert one.shape == SHAPES[place % len(SHAPES)]
            assert (one.pixels == place).all()


def test_equal_pictures_have_equal_digests_whatever_the_file(tmp_path: Path) -> None:
    picture = Image.fromarray(np.arange(9216, dtype=np.uint16).astype(np.uint8).reshape(96, 96))
    picture.save(tmp_path / "a.png")
    picture.save(tmp_path / "b.bmp")
    first, second = read_images([tmp_path / "a.png", tmp_path / "b.bmp"])
    assert isinstance(first, ImageFile)
    assert isinstance(second, ImageFile)
    assert first.picture_digest == second.picture_digest
    assert first.file_digest != second.file_digest
