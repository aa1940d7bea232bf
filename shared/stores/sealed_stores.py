"""Every store of a home that its master key opens, in one list: what a change of that key must cover."""

from __future__ import annotations

from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.stores import enrolments, images, keyring
from shared.stores.home import Home
from shared.stores.location import Location
from shared.stores.sealed_store import SealedStore


def sealed_stores(
    home: Home, master: Secret, randomness: Randomness, vault: Location | None = None
) -> tuple[SealedStore, ...]:
    """The keys, enrolments and images of a home under one master key, always in the same order.

    Enrolments and images lie in folders of the home unless a vault is named.
    """
    place = vault or Location(home.root)
    return (
        SealedStore(home.keys, master, keyring.KIND, randomness),
        SealedStore(place.part(home.enrolments.name), master, enrolments.KIND, randomness),
        SealedStore(place.part(home.images.name), master, images.KIND, randomness),
    )
