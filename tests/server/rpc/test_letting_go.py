"""However an exchange ends, the head office lets go of its image: nobody fills its memory by hanging up."""

from __future__ import annotations

import gc
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from server.rpc.delivery import Parcel
from server.services.administration import exit_user, readmit_user
from tests.loopback import ADMIN, audit
from tests.server.rpc.conftest import Post
from tests.server.rpc.outcomes import becomes
from tests.server.rpc.raw_exchange import RawExchange

REQUEST_IDS = (number.to_bytes(16, "big") for number in itertools.count(10**6))


def held() -> int:
    """How many images are held ready for sending, garbage apart."""
    gc.collect()
    # By type: to ask a dead weak proxy of another library for its class is an error.
    return sum(type(each) is Parcel for each in gc.get_objects())


def reasons(post: Post) -> set[str]:
    """Of the newest rows; another may follow the one that is waited for."""
    return {row.entry.reason for row in audit(post.office)[-3:]}


@contextmanager
def accepted(post: Post) -> Iterator[None]:
    """An exchange whose image is on its way, and not read."""
    with RawExchange(post, "large", next(REQUEST_IDS)) as raw:
        raw.hello()
        raw.prove()
        raw.accept()
        yield


def hang_up_while_it_streams(post: Post) -> None:
    """Nothing to wait for: the block ends."""


def hang_up_when_it_stalls(post: Post) -> None:
    assert held() == 1
    time.sleep(0.3)


def be_withdrawn(post: Post) -> None:
    exit_user(post.office, 17, ADMIN)
    assert becomes(lambda: "USER_EXITED" in reasons(post))
    readmit_user(post.office, 17, ADMIN)


ENDS = [hang_up_while_it_streams, hang_up_when_it_stalls, be_withdrawn]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_an_image_is_let_go_of(post: Post, end: Callable[[Post], None]) -> None:
    with accepted(post):
        end(post)
    assert becomes(lambda: held() == 0)


@pytest.mark.usefixtures("impatient")
def test_an_image_that_nobody_reads_is_let_go_of(post: Post) -> None:
    with accepted(post):
        assert becomes(lambda: "TOO_SLOW" in reasons(post))
    assert becomes(lambda: held() == 0)
