"""Paper mode: the scheme of paper 003 as it is printed, for study only; it protects nothing.

Part one counts 1..10 for each user and sends user and counter in clear. Part two makes 1,024 bytes of the
print that the counter chooses, by CNN and swarm, repeats them over the picture and XORs them and the Chen
stream to it. Part three makes the same and XORs again. Nothing in it is fresh, secret besides the print, or
authenticated. It runs in this process alone: no command puts it on a wire or on disk.

Where the paper leaves a step open, the reading is the one of biometrics §2: the variations are drawn from a
public seed of user and counter, since else the other end could not make the key again. The assessment and
the epoch are RidgeKey's own and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.biometrics.augmentation import augment
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.ciphers import transform
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.pipeline import mix, swarm_key
from shared.keygen.request import KeyRequest
from shared.protocol.counter import counter_of, finger_of

Pixels = npt.NDArray[np.uint8]
Gallery = Mapping[int, Mapping[Finger, Print]]
"""Each user's enrolled prints, as the paper's data set has them."""

_NO_GENERATION, _NO_EPOCH, _ONLY_CANDIDATE = 0, 0, 0


@dataclass(frozen=True)
class PaperMessage:
    """What the head office sends: everything but the pixels in clear.

    Attributes:
        user: the user's ID.
        index: the paper's P, 1..10, which chooses the print.
        shape: rows and columns of the picture.
        cipher: picture ⊕ final key, row by row.
    """

    user: int
    index: int
    shape: tuple[int, int]
    cipher: bytes


def paper_key(user: int, index: int, prints: Mapping[Finger, Print], network: Network) -> bytes:
    """The swarm's key of one user and counter, 1,024 bytes (paper 003 figure 4).

    Args:
        user: the user's ID.
        index: P, 1..10.
        prints: the user's enrolled prints.
        network: the finger model, which the paper keeps no secret.
    """
    request, preprocessed = _prepared(user, index, prints, network)
    return swarm_key(request, _ONLY_CANDIDATE, preprocessed, network).tobytes()


def paper_images(user: int, index: int, prints: Mapping[Finger, Print], network: Network) -> Pixels:
    """The twenty variations that a key is made of, uint8 [20, height, width].

    Args:
        user: the user's ID.
        index: P, 1..10.
        prints: the user's enrolled prints.
        network: the finger model.
    """
    request, preprocessed = _prepared(user, index, prints, network)
    return augment(preprocessed, request.augmentation_stream(_ONLY_CANDIDATE))


def _prepared(
    user: int, index: int, prints: Mapping[Finger, Print], network: Network
) -> tuple[KeyRequest, Pixels]:
    finger = finger_of(index, sorted(prints))
    request = KeyRequest(user, _NO_GENERATION, finger, _NO_EPOCH, index)
    return request, preprocess(prints[finger], network.height, network.width)


def paper_cipher(data: bytes, key: bytes) -> bytes:
    """Data ⊕ Chen ⊕ the swarm's key repeated: encryption and decryption (paper 003, parts two and three)."""
    with mix(np.frombuffer(key, np.uint8)) as mixed:
        return transform("chen", data, mixed)


class PaperKeys:
    """Makes keys of one deployment; each is made once, since it never changes.

    Args:
        gallery: the users' prints.
        network: the model.
    """

    def __init__(self, gallery: Gallery, network: Network) -> None:
        self._gallery = gallery
        self._network = network
        self._made: dict[tuple[int, int], bytes] = {}

    def key(self, user: int, index: int) -> bytes:
        """As :func:`paper_key`."""
        if (user, index) not in self._made:
            self._made[user, index] = paper_key(user, index, self._gallery[user], self._network)
        return self._made[user, index]


class PaperHeadOffice:
    """Parts one and two: counts and encrypts. A new one counts from zero, as the paper's first step says.

    Args:
        keys: what makes its keys.
    """

    def __init__(self, keys: PaperKeys) -> None:
        self._keys = keys
        self._sent: dict[int, int] = {}

    def send(self, user: int, picture: Pixels) -> PaperMessage:
        """Count one up, above ten from one again, and encrypt a picture."""
        self._sent[user] = self._sent.get(user, 0) + 1
        index = counter_of(self._sent[user])
        height, width = picture.shape
        cipher = paper_cipher(picture.tobytes(), self._keys.key(user, index))
        return PaperMessage(user, index, (height, width), cipher)


class PaperBranch:
    """Part three: makes the key that the message names, and decrypts. It has nothing to check.

    Args:
        keys: what makes its keys.
    """

    def __init__(self, keys: PaperKeys) -> None:
        self._keys = keys

    def receive(self, message: PaperMessage) -> bytes:
        """The pixels, row by row, whatever came."""
        return paper_cipher(message.cipher, self._keys.key(message.user, message.index))
