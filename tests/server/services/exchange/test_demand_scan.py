"""What the head office demands at the finger pad, and who is admitted then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.config import DEFAULT_VERIFICATION, load_config
from server.ports import Office
from server.services.exchange import admit, demand_scan
from shared.biometrics.models import default_verifier
from shared.errors import Code, Failure
from shared.protocol.verification import NOTHING, Demand, Mode
from tests.databases import copy_home
from tests.server.registered_office import BASRA, MODEL, hello, open_office

SHIPPED = default_verifier()
assert SHIPPED is not None
DEMANDED = Demand(Mode.EMBEDDING, SHIPPED.digest)


@pytest.fixture
def configured(tmp_path: Path, registered_folder: Path) -> Iterator[Callable[[str], Office]]:
    """Opens the registered office with a setting of ``verification``."""
    opened: list[Office] = []

    def open_with(verification: str) -> Office:
        copy_home(registered_folder, tmp_path)
        opened.append(open_office(tmp_path, verification=verification))
        return opened[-1]

    yield open_with
    for office in opened:
        office.database.close()


def test_a_new_head_office_demands_scans_by_embedding(tmp_path: Path) -> None:
    assert load_config(tmp_path, {}).verification == DEFAULT_VERIFICATION == "embedding"


def test_off_demands_nothing_of_any_branch(configured: Callable[[str], Office]) -> None:
    office = configured("off")
    assert demand_scan(office) == NOTHING
    assert admit(office, BASRA, hello()).demand == NOTHING


def test_embedding_demands_the_shipped_verifier(configured: Callable[[str], Office]) -> None:
    office = configured("embedding")
    assert demand_scan(office) == DEMANDED
    assert admit(office, BASRA, hello(model_digests=(MODEL, DEMANDED.verifier_digest))).demand == DEMANDED


def test_a_branch_without_the_verifier_is_refused_before_a_number_is_taken(
    configured: Callable[[str], Office],
) -> None:
    with pytest.raises(Failure) as refused:
        admit(configured("embedding"), BASRA, hello())
    assert refused.value.code is Code.MODEL_MISMATCH


def test_a_head_office_without_the_verifier_says_how_to_get_one(configured: Callable[[str], Office]) -> None:
    with pytest.raises(Failure, match="ridgekey config verifier") as refused:
        demand_scan(configured("closed-set"))
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.parametrize("value", ["none", "on", "palm-vein", ""])
def test_a_setting_that_is_none_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(Failure, match="verification") as refused:
        load_config(tmp_path, {"verification": value})
    assert refused.value.code is Code.INVALID_INPUT
