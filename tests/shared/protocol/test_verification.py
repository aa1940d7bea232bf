"""What a branch makes of a demand (protocol §3.5)."""

from __future__ import annotations

import pytest

from shared.errors import Code, Failure
from shared.protocol.verification import NOTHING, Demand, Mode, check_demand, check_verifier_held

DIGEST = bytes(range(32))


def code_of(demand: Demand, *, insists: bool = False, held: tuple[bytes, ...] = (DIGEST,)) -> Code | None:
    """The code a demand is refused with."""
    try:
        check_demand(demand, insists=insists)
        check_verifier_held(demand, held)
    except Failure as failure:
        return failure.code
    return None


@pytest.mark.parametrize("mode", [Mode.EMBEDDING, Mode.CLOSED_SET])
@pytest.mark.parametrize("insists", [False, True])
def test_a_scan_is_a_demand_that_every_branch_meets(mode: Mode, insists: bool) -> None:
    assert code_of(Demand(mode, DIGEST), insists=insists) is None


def test_no_demand_is_met_unless_the_branch_insists() -> None:
    assert code_of(NOTHING) is None
    assert code_of(NOTHING, insists=True) is Code.VERSION_UNSUPPORTED


@pytest.mark.parametrize(
    ("demand", "code"),
    [
        pytest.param(Demand("palm-vein", DIGEST), Code.VERSION_UNSUPPORTED, id="unknown"),
        pytest.param(Demand("", DIGEST), Code.VERSION_UNSUPPORTED, id="empty"),
        pytest.param(Demand(Mode.EMBEDDING), Code.MALFORMED, id="without its verifier"),
        pytest.param(Demand(Mode.NONE, DIGEST), Code.MALFORMED, id="a verifier for nothing"),
        pytest.param(Demand(Mode.EMBEDDING, bytes(32)), Code.MODEL_MISMATCH, id="a verifier not held"),
    ],
)
def test_a_demand_that_cannot_be_met_is_refused(demand: Demand, code: Code) -> None:
    assert code_of(demand) is code


REFUSALS = [
    pytest.param(Demand("palm-vein", DIGEST), "in a way that this release does not know", "verification"),
    pytest.param(NOTHING, r"insists on one \(RIDGEKEY_REQUIRE_VERIFICATION\); ask", "verification"),
    pytest.param(Demand(Mode.EMBEDDING), None, "verifier_digest"),
]


@pytest.mark.parametrize(("demand", "sentence", "field"), REFUSALS)
def test_the_refusals_name_the_field_and_say_what_to_do(
    demand: Demand, sentence: str | None, field: str
) -> None:
    with pytest.raises(Failure, match=sentence) as caught:
        check_demand(demand, insists=True)
    assert caught.value.field == field


def test_a_verifier_not_held_is_told_from_a_model_not_held() -> None:
    with pytest.raises(Failure, match="head office's verifier; add its file with `ridgekey-branch model add"):
        check_verifier_held(Demand(Mode.EMBEDDING, DIGEST), ())
