"""``ridgekey-branch config rotate-master-key``: what is a branch's alone.

What both ends do alike is in ``tests/scenarios/test_key_rotation.py``.
"""

from __future__ import annotations

from tests.key_changes import BRANCH
from tests.spoilt_homes import altered
from tests.staffed_homes import Homes


def test_a_branch_works_after_it(homes: Homes) -> None:
    assert BRANCH.rotate(homes, "--generate").code == 0
    items = {each["check"]: each for each in BRANCH.run("doctor", home=homes.basra).data["items"]}
    assert {items[check]["level"] for check in ("master key", "keys", "enrolments")} == {"ok"}


def test_an_enrolment_that_opens_under_neither_key_stops_it_first(homes: Homes) -> None:
    (sealed,) = (homes.basra / "enrolments").glob("17.1.*.key")
    altered(str(sealed.relative_to(homes.basra)))(homes.basra)
    before = homes.everything()
    refused = BRANCH.rotate(homes, "--generate")
    assert (refused.code, refused.out) == (7, "")
    assert homes.everything() == before
