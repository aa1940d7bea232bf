"""What is refused before any page is made, and what every answer carries."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from server.console.app import PAGES, REFRESH_SECONDS
from server.console.door import SESSION_LIFETIME, Door
from server.console.guard import COOKIE, HEADERS
from tests.server.console.conftest import HOST, text_of
from tests.server.settable_clock import SettableClock

EVERYWHERE = (*PAGES, "/sign-in", "/static/console.css", "/nowhere", "/static/nothing.js")
HTMX_4_0_1 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def test_every_address_that_shows_something_needs_a_session(stranger: TestClient) -> None:
    answers = {path: stranger.get(path) for path in (*PAGES, "/nowhere", "/sign-in/x")}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert all("xray" not in answer.text and "basra" not in answer.text for answer in answers.values())


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


def test_refusals_and_breakdowns_have_the_headers_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.console.pages.images.list_images", lambda office: 1 / 0)
    for answer in (
        client.get("/images"),
        client.post("/images"),
        client.get("/", headers={"Host": "evil.example"}),
        client.get("/", headers={"Cookie": ""}),
    ):
        assert answer.status_code in (500, 405, 421, 401)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    sources = {word for part in policy.split("; ") for word in part.split()[1:]}
    assert sources == {"'none'", "'self'"}


def test_the_script_that_is_not_ours_is_as_it_was_released(client: TestClient) -> None:
    script = client.get("/static/htmx.min.js").content
    assert hashlib.sha256(script).hexdigest() == HTMX_4_0_1
    assert "Zero-Clause BSD" in client.get("/static/htmx.LICENSE.txt").text


def test_pages_hold_nothing_inline_and_name_no_other_site(client: TestClient) -> None:
    for path in (*PAGES, "/sign-in", "/nowhere"):
        html = client.get(path).text
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "javascript:" not in html
        assert html.count("<script") == html.count('<script src="/static/') == 2
        assert "http://" not in html
        assert "https://" not in html


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [*PAGES, "/static/console.css", "/nowhere"])
def test_nothing_but_questions_is_answered(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert "changes nothing" in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_the_two_forms_are_posted_and_nothing_else(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 405


def test_signing_out_takes_a_form(client: TestClient) -> None:
    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:7480",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:7480.evil.example",
        "",
        "[::1]:7480",
    ],
)
def test_other_host_names_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", [HOST, "localhost:7480"])
def test_own_host_names_are_answered(stranger: TestClient, host: str) -> None:
    assert stranger.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
@pytest.mark.parametrize("path", [*PAGES, "/static/console.css"])
def test_requests_of_other_sites_are_refused(client: TestClient, path: str, site: str) -> None:
    assert client.get(path, headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_own_requests_are_answered(client: TestClient, site: str) -> None:
    assert client.get("/branches", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_a_link_on_another_page_may_lead_to_the_sign_in_page_alone(stranger: TestClient) -> None:
    assert stranger.get("/sign-in", headers=ELSEWHERE).status_code == 200
    framed = {**ELSEWHERE, "Sec-Fetch-Dest": "iframe"}
    assert stranger.get("/sign-in", headers=framed).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "https://127.0.0.1:7480"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        ELSEWHERE,
    ],
)
def test_forms_of_other_sites_are_refused(stranger: TestClient, door: Door, headers: dict[str, str]) -> None:
    token = door.link()
    assert stranger.post("/sign-in", data={"token": token}, headers=headers).status_code == 403
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert stranger.post("/sign-in", data={"token": token}, headers=own).status_code == 303


def test_opening_the_link_does_not_use_it_up(stranger: TestClient, door: Door) -> None:
    token = door.link()
    for _ in range(2):
        page = stranger.get("/sign-in", params={"token": token})
        assert f'value="{token}"' in page.text
        assert "set-cookie" not in page.headers
    assert stranger.post("/sign-in", data={"token": token}).status_code == 303
    again = stranger.post("/sign-in", data={"token": token})
    assert again.status_code == 403
    assert "used before" in text_of(again.text)


@pytest.mark.parametrize("token", ["", "x", '"><script>alert(1)</script>', "A" * 43, "B" * 5000])
def test_what_opens_nothing_is_refused_and_not_repeated(stranger: TestClient, door: Door, token: str) -> None:
    right = door.link()
    shown, posted = (
        stranger.get("/sign-in", params={"token": token}),
        stranger.post("/sign-in", data={"token": token}),
    )
    assert (shown.status_code, posted.status_code) == (200, 403)
    assert "alert(1)" not in shown.text + posted.text
    assert COOKIE not in posted.headers.get("set-cookie", "")
    assert door.enter(right) is not None


def test_the_cookie_is_for_this_host_and_no_script(stranger: TestClient, door: Door) -> None:
    cookie = stranger.post("/sign-in", data={"token": door.link()}).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {
        "httponly",
        "samesite=strict",
        "path=/",
        f"max-age={SESSION_LIFETIME.total_seconds():.0f}",
    }


def test_a_session_ends_for_pages_too(client: TestClient, console_clock: SettableClock) -> None:
    assert client.get("/branches").status_code == 200
    console_clock.advance(SESSION_LIFETIME.total_seconds())
    assert client.get("/branches").status_code == 401


def test_signing_out_ends_the_session_and_not_only_the_cookie(client: TestClient) -> None:
    session = client.cookies[COOKIE]
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert COOKIE not in client.cookies
    assert client.get("/", headers={"Cookie": f"{COOKIE}={session}"}).status_code == 401


def test_an_ended_session_ends_the_refreshing(client: TestClient) -> None:
    client.post("/sign-out")
    for path in REFRESH_SECONDS:
        page = client.get(path).text
        assert 'id="live"' in page
        assert "data-hx-get" not in page


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/"]
)
def test_nothing_beside_the_static_files_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
