"""Making images ready: only a few at once, so that threads are left for everything else."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from server.rpc.delivery import pack
from server.rpc.desk import IMAGES_AT_ONCE, Desk
from shared.crypto.secret import Secret
from shared.stores.images import ImageVault, StoredImage
from tests.loopback import make_office


class SlowVault:
    """Takes a while for an image, and notes how many were being read at once.

    The first ones wait for each other, so that however slowly threads start some are read at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading = 0
        self._several = threading.Event()
        self.most = 0

    def get(self, image: str) -> StoredImage:
        """An empty image, in its time."""
        with self._lock:
            self._reading += 1
            self.most = max(self.most, self._reading)
            if self._reading == IMAGES_AT_ONCE:
                self._several.set()
        self._several.wait(10)
        time.sleep(0.05)
        with self._lock:
            self._reading -= 1
        return StoredImage(b"", "image/png", bytes(32))


@pytest.mark.parametrize("patience", [None, 0.01], ids=["who wait", "who hang up"])
def test_a_few_images_are_made_ready_at_once(tmp_path: Path, patience: float | None) -> None:
    vault = SlowVault()
    office = make_office(tmp_path / "head-office")
    hello: Any = SimpleNamespace(image="xray-7", request_id=bytes(16))
    terms: Any = SimpleNamespace(choice=SimpleNamespace(inner_cipher="none"))
    reservation: Any = SimpleNamespace(n=1)

    async def pack_many() -> None:
        slow = replace(office, images=cast("ImageVault", vault))
        desk = Desk(slow, cast("Any", None), cast("Any", None), bytes(32))
        key = Secret(bytes(1024))
        packs = (pack(desk, hello, terms, reservation, key) for _ in range(6))
        await asyncio.gather(*(asyncio.wait_for(each, patience) for each in packs), return_exceptions=True)
        await asyncio.gather(*(pack(desk, hello, terms, reservation, key) for _ in range(3)))

    asyncio.run(pack_many())
    office.database.close()
    assert vault.most == IMAGES_AT_ONCE
