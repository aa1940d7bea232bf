"""The log is shown in portions, newest first, of all rows or of those that are asked for."""

from __future__ import annotations

import pytest

from server.ports import AuditEntry, AuditQuery, Event, Office
from server.services.audit import browse_audit
from server.services.portions import Place

ACTORS = ("spiffe://ridgekey.internal/branch/basra", "spiffe://ridgekey.internal/branch/mosul")
OF_MOSUL = AuditQuery(actor=ACTORS[1])


@pytest.fixture
def log(office: Office) -> Office:
    """Ten rows, the even ones of mosul."""
    with office.database.write() as transaction:
        for number in range(1, 11):
            transaction.audit.append(AuditEntry(ACTORS[number % 2 == 0], Event.RESERVED, user=17, n=number))
    return office


@pytest.mark.parametrize(
    ("query", "place", "shown", "has_earlier", "has_later"),
    [
        pytest.param(AuditQuery(), Place(), [10, 9, 8], False, True, id="newest"),
        pytest.param(AuditQuery(), Place(behind=8), [7, 6, 5], True, True, id="older"),
        pytest.param(AuditQuery(), Place(behind=3), [2, 1], True, False, id="oldest"),
        pytest.param(AuditQuery(), Place(behind=1), [], True, False, id="none is older"),
        pytest.param(AuditQuery(), Place(in_front_of=4), [7, 6, 5], True, True, id="newer"),
        pytest.param(AuditQuery(), Place(in_front_of=8), [10, 9, 8], False, True, id="too few newer"),
        pytest.param(AuditQuery(), Place(behind=10**15), [10, 9, 8], True, True, id="beyond the newest"),
        pytest.param(OF_MOSUL, Place(), [10, 8, 6], False, True, id="of one actor"),
        pytest.param(OF_MOSUL, Place(behind=6), [4, 2], True, False, id="older of one actor"),
        pytest.param(OF_MOSUL, Place(in_front_of=2), [8, 6, 4], True, True, id="newer of one actor"),
        pytest.param(AuditQuery(after=6), Place(in_front_of=2), [9, 8, 7], True, True, id="since a row"),
        pytest.param(AuditQuery(user=18), Place(), [], False, False, id="no row answers"),
    ],
)
def test_portions_of_the_log(
    log: Office, query: AuditQuery, place: Place[int], shown: list[int], has_earlier: bool, has_later: bool
) -> None:
    portion = browse_audit(log, query, place, 3)
    assert [row.seq for row in portion.rows] == shown
    assert (portion.has_earlier, portion.has_later) == (has_earlier, has_later)
