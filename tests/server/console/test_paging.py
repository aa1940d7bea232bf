"""Long lists come in pages that lead to one another, keep what was asked, and refuse what is none."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from server.ports import Office
from server.services.audit import tail_audit
from server.services.exchange import browse_exchanges
from server.services.portions import Place
from tests.server.console import busy_office
from tests.server.console.conftest import rows_of, text_of


def link(html: str, direction: str) -> str | None:
    """Where a page leads to in one direction, ``next`` or ``prev``; ``None`` when it leads nowhere."""
    found = re.search(rf'<a href="([^"]*)" rel="{direction}">', html)
    return unescape(found[1]) if found else None


def walk(client: TestClient, path: str, direction: str = "next") -> list[str]:
    """The pages from one on in a direction, to the last; no page may come twice."""
    pages, seen = [], set()
    following: str | None = path
    while following is not None:
        assert following not in seen
        seen.add(following)
        answer = client.get(following)
        assert answer.status_code == 200
        pages.append(answer.text)
        following = link(answer.text, direction)
    return pages


def column(pages: list[str], name: str) -> list[str]:
    """One column of the pages, one below the other."""
    return [value for page in pages for value in rows_of(page, name)]


def users(status: str = "") -> list[str]:
    """The users of a status, in the order of the list."""
    return [str(user) for user in busy_office.USERS if status != "active" or user != busy_office.EXITED]


@pytest.mark.parametrize("status", ["", "active"])
def test_every_user_is_on_one_page(client: TestClient, status: str) -> None:
    pages = walk(client, f"/users?status={status}")
    assert len(pages) == 2
    assert column(pages, "User") == users(status)


def test_the_way_back_through_the_users_leads_to_the_first_page(client: TestClient) -> None:
    first, last = walk(client, "/users?status=active")
    back = link(last, "prev")
    assert back is not None
    assert rows_of(client.get(back).text, "User") == rows_of(first, "User")


def test_the_whole_log_is_there_page_by_page(client: TestClient, office: Office) -> None:
    everything = [str(row.seq) for row in reversed(tail_audit(office, 10**6))]
    pages = walk(client, "/audit?rows=25")
    assert len(pages) > 3
    assert column(pages, "Row") == everything
    last = link(pages[-1], "prev")
    assert last is not None
    back = walk(client, last, "prev")
    assert rows_of(back[-1], "Row") == rows_of(pages[0], "Row")


def test_pages_of_the_log_keep_what_was_asked(client: TestClient, office: Office) -> None:
    asked = "/audit?event=DELIVERED&rows=25&refresh=off"
    pages = walk(client, asked)
    assert set(column(pages, "Event")) == {"delivered"}
    wanted = [row for row in tail_audit(office, 10**6) if row.entry.event.value == "DELIVERED"]
    assert column(pages, "Row") == [str(row.seq) for row in reversed(wanted)]
    assert all("Paused." in text_of(page) for page in pages)
    assert "Newest rows" in pages[0]
    assert "Older rows" in pages[1]


def test_every_exchange_that_ended_is_on_one_page(client: TestClient, office: Office) -> None:
    everything = browse_exchanges(office, Place(), 1000, under_way=False).rows
    pages = walk(client, "/exchanges?list=ended")
    assert len(pages) > 1
    assert column(pages, "Request") == [each.request_id.hex()[:8] for each in everything]
    assert link(client.get("/exchanges").text, "next") == link(pages[0], "next")


def test_those_under_way_are_a_list_of_their_own(client: TestClient) -> None:
    html = client.get("/exchanges?list=under-way").text
    assert len(rows_of(html, "Request")) == 3
    assert set(rows_of(html, "State")) == {"number reserved", "released, no receipt yet"}


def test_a_list_that_fits_a_page_leads_nowhere(client: TestClient) -> None:
    html = client.get("/images").text
    assert rows_of(html, "Image") == sorted(busy_office.IMAGES)
    assert (link(html, "next"), link(html, "prev")) == (None, None)


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/users?after=599", []),
        ("/users?before=1", users()[:50]),
        ("/users?after=29", users()[19:]),
        ("/images?after=plan-2", ["scan-3", "survey-88", "xray-7", "xray-8"]),
        ("/audit?before=1", []),
        ("/audit?before=2&rows=25", ["1"]),
    ],
)
def test_a_page_may_begin_anywhere(client: TestClient, path: str, rows: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    first = {"/users": "User", "/images": "Image", "/audit": "Row"}[path.partition("?")[0]]
    assert rows_of(answer.text, first) == rows


_NUMBER = "A page begins at a whole number; go back to the first page."
_EXCHANGE = "There is no such exchange; go back to the newest."
_BOTH = "A page lies before a row or after one, not both; leave one of them out."


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        pytest.param("/users?after=", _NUMBER, id="nothing"),
        pytest.param("/users?after=x", _NUMBER, id="a word"),
        pytest.param("/users?before=-1", _NUMBER, id="less than none"),
        pytest.param("/users?after=1.5", _NUMBER, id="a part"),
        pytest.param("/users?after=%D9%A1", _NUMBER, id="a digit of another script"),
        pytest.param("/users?before=1&after=2", _BOTH, id="two places"),
        pytest.param("/users?status=gone", "Users are active or exited.", id="no status"),
        pytest.param("/audit?before=1e3", _NUMBER, id="a power"),
        pytest.param(f"/audit?before={'9' * 19}", _NUMBER, id="more than a database counts"),
        pytest.param("/audit?before=7&after=3", _BOTH, id="two places in the log"),
        pytest.param("/images?after=..", "An image ID has 1 to 64 letters", id="no image ID"),
        pytest.param("/exchanges?list=all", "Exchanges are under-way or ended.", id="no list"),
        pytest.param("/exchanges?list=ended&before=7", _EXCHANGE, id="no request ID"),
        pytest.param(f"/exchanges?list=ended&before={'0' * 32}", _EXCHANGE, id="nobody's request ID"),
        pytest.param(f"/exchanges?before={'0' * 32}", "Say of which list", id="of no list"),
    ],
)
def test_a_page_that_is_none_is_refused_in_a_sentence(client: TestClient, path: str, sentence: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    said = re.findall(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert len(said[:1]) == 1
    assert sentence in unescape(said[0])
    assert answer.text.count(said[0]) == 1


def test_links_write_what_was_asked_as_text(client: TestClient) -> None:
    script = '"><script>alert(1)</script>'
    for path in ("/users?after=20", "/audit?rows=25", "/exchanges?list=ended"):
        for name in ("status", "refresh", "before", "after", "list"):
            assert script not in client.get(path, params={name: script}).text
