"""The head office's images: sealed files, each with its media type and digest inside the seal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.encoding import lv, unlv
from shared.errors import Code, Failure
from shared.stores.home import Home
from shared.stores.location import Location
from shared.stores.sealed_store import SealedStore

KIND = "image"


@dataclass(frozen=True)
class StoredImage:
    """An image as it was put in: bytes, media type, SHA-256 of the bytes (32 bytes)."""

    data: bytes = field(repr=False)
    media_type: str
    sha256: bytes = field(repr=False)


class ImageVault:
    """Images by ID. Who may have which is the registry's business, not the vault's."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    @classmethod
    def of(
        cls, home: Home, master: Secret, randomness: Randomness, vault: Location | None = None
    ) -> ImageVault:
        """The images of a home, in its own folder unless a vault is named."""
        place = (vault or Location(home.root)).part(home.images.name)
        return cls(SealedStore(place, master, KIND, randomness))

    def put(self, image_id: str, data: bytes, media_type: str) -> StoredImage:
        """Store an image under an ID that no other image may have.

        Raises:
            Failure: ``CONFLICT`` when the vault holds what is not this home's under that ID;
                ``STORAGE_UNAVAILABLE``.
        """
        stored = StoredImage(data, media_type, hashlib.sha256(data).digest())
        self._store.create(image_id, lv(Label.IMAGE, media_type, stored.sha256, data))
        return stored

    def get(self, image_id: str) -> StoredImage:
        """Return an image.

        Raises:
            Failure: ``NOT_FOUND``, ``INTEGRITY`` or ``STORAGE_UNAVAILABLE``.
        """
        try:
            label, media_type, sha256, data = unlv(self._store.get(image_id), 4)
        except Failure as failure:
            if failure.code is Code.MALFORMED:
                raise _damaged(image_id) from None
            raise
        if label != Label.IMAGE.encode() or hashlib.sha256(data).digest() != sha256:
            raise _damaged(image_id)
        return StoredImage(data, media_type.decode("utf-8", "replace"), sha256)

    def exists(self, image_id: str) -> bool:
        """Whether there is such an image."""
        return self._store.exists(image_id)

    def stored_size(self, image_id: str) -> int:
        """How many bytes the sealed file of an image has, which is more than the image itself.

        Raises:
            Failure: ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``.
        """
        return self._store.stored_size(image_id)

    def names(self) -> tuple[str, ...]:
        """The IDs of every image whose file is there, sorted."""
        return self._store.names()

    def delete(self, image_id: str) -> None:
        """Remove an image; none there is no failure."""
        self._store.delete(image_id)


def _damaged(image_id: str) -> Failure:
    return Failure(Code.INTEGRITY, f"The stored image {image_id} is damaged; restore its file from a backup.")
