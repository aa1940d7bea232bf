"""Places for open exchanges: so many for a branch, so many for all, and each is given back."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from server.rpc.places import Places
from shared.errors import Code, Failure


@pytest.mark.parametrize(
    ("taken", "asks"),
    [
        pytest.param(["basra", "basra"], "basra", id="the branch has none left"),
        pytest.param(["basra", "basra", "mosul"], "kirkuk", id="nobody has"),
    ],
)
def test_one_too_many(taken: list[str], asks: str) -> None:
    places = Places(per_branch=2, total=3)
    with ExitStack() as held:
        for branch in taken:
            held.enter_context(places.taken(branch))
        with pytest.raises(Failure) as refused, places.taken(asks):
            pass
        assert (refused.value.code, refused.value.retry_after) == (Code.RATE_LIMITED, 1.0)
    with places.taken(asks):
        pass


def test_a_full_branch_leaves_room_for_others() -> None:
    places = Places(per_branch=1, total=3)
    with places.taken("basra"), places.taken("mosul"):
        with pytest.raises(Failure) as refused, places.taken("basra"):
            pass
        assert refused.value.code is Code.RATE_LIMITED


def test_a_place_comes_back_when_an_exchange_fails() -> None:
    places = Places(per_branch=1, total=1)
    with pytest.raises(KeyError), places.taken("basra"):
        raise KeyError
    with places.taken("mosul"):
        pass
