"""Each page says what the services know, and nothing that must not be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.bootstrap.initialise import Plan, initialise
from server.bootstrap.reading import opened_for_reading
from server.cli.office import opened
from server.console.app import PAGES, make_app
from server.console.desk import Desk
from server.console.door import Door
from server.ports import AuditEntry, Event, Office, RequestState
from server.services.audit import measure_activity, tail_audit
from server.services.exchange import browse_exchanges
from server.services.portions import Place
from shared.errors import Code, Failure
from tests.databases import new_database
from tests.free_ports import free_address
from tests.replay_randomness import ReplayRandomness
from tests.server.console import busy_office
from tests.server.console.conftest import HOST, rows_of, text_of
from tests.server.planted_faults import cut_with_its_head
from tests.server.settable_clock import SettableClock


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """Signed in to a head office that was made a moment ago."""
    clock, home = SettableClock(), tmp_path / "head-office"
    plan = Plan(home, listen=free_address(), database=new_database())
    initialise(plan, clock=clock, randomness=ReplayRandomness("empty"))
    door = Door(clock)
    with opened_for_reading(home, clock=clock) as office:
        client = TestClient(make_app(Desk.of(office), door, {HOST}), base_url=f"http://{HOST}")
        client.post("/sign-in", data={"token": door.link()})
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_new_office_has_something_to_say(empty: TestClient, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/branches", "No branch has joined yet"),
        ("/users", "There are no such users"),
        ("/users?status=exited", "Nobody is on the exit list"),
        ("/images", "No image is stored yet"),
        ("/exchanges", "No exchange is under way"),
        ("/", "Nothing was refused, and no exchange was lost"),
        ("/audit", "initialised"),
    ],
)
def test_what_is_empty_says_so(empty: TestClient, path: str, sentence: str) -> None:
    assert sentence in text_of(empty.get(path).text)


def test_the_overview_counts_what_the_services_count(client: TestClient, office: Office) -> None:
    html = client.get("/").text
    activity = measure_activity(office)
    page = text_of(html)
    assert f"Delivered {activity.delivered}" in page
    assert f"Not delivered {activity.lost}" in page
    assert f"Refused {activity.refused}" in page
    assert "Under way 3 exchanges now" in page
    assert f"{activity.delivered} delivered and {activity.lost} not delivered in the last 24 hours." in page
    assert "Server Not serving" in page


def test_the_bars_of_a_chart_are_its_table(client: TestClient, office: Office) -> None:
    html = client.get("/").text
    figure = html.split('aria-labelledby="chart-exchanges"')[1].split("</figure>")[0]
    titles = re.findall(r"<title>(\d\d:\d\d): (\d+) (delivered|not delivered)</title>", figure)
    rows = re.findall(
        r'<th scope="row">(\d\d:\d\d)</th><td class="number">(\d+)</td><td class="number">(\d+)</td>', figure
    )
    assert len(rows) == 24
    assert [row for row in titles if row[2] == "delivered"] == [
        (hour, delivered, "delivered") for hour, delivered, _ in rows if delivered != "0"
    ]
    assert [(int(delivered), int(lost)) for _, delivered, lost in rows] == [
        (hour.delivered, hour.lost) for hour in measure_activity(office).hours
    ]


def test_branches_say_when_their_certificates_end(client: TestClient) -> None:
    html = client.get("/branches").text
    assert rows_of(html, "Branch") == list(busy_office.BRANCHES)
    ends = dict(zip(rows_of(html, "Branch"), rows_of(html, "Certificate ends"), strict=True))
    assert ends["erbil"] == "2026-05-16, in 10 days"
    assert ends["kirkuk"] == "2026-05-05, ended"
    assert ends["basra"] == "2026-08-02"
    assert rows_of(html, "Status").count("suspended") == 1


def test_users_of_one_status_are_shown_alone(client: TestClient) -> None:
    exited = client.get("/users?status=exited").text
    assert rows_of(exited, "User") == [str(busy_office.EXITED)]
    assert rows_of(exited, "Status") == ["on the exit list"]


def test_exchanges_are_the_newest_of_both_kinds(client: TestClient, office: Office) -> None:
    under_way, ended = (browse_exchanges(office, Place(), 50, under_way=each).rows for each in (True, False))
    html = client.get("/exchanges").text
    assert [each.state for each in under_way] == [
        RequestState.RELEASED,
        RequestState.RELEASED,
        RequestState.RESERVED,
    ]
    assert rows_of(html, "Request") == [each.request_id.hex()[:8] for each in (*under_way, *ended)]


def test_images_show_size_and_release_and_never_themselves(client: TestClient) -> None:
    html = client.get("/images").text
    assert rows_of(html, "Image") == sorted(busy_office.IMAGES)
    assert rows_of(html, "Size")[0] == "1.5 KiB"
    assert set(rows_of(html, "Released to")) >= {"everyone", "user 11, 12"}
    assert "<img" not in html


def test_audit_rows_are_those_that_are_asked_for(client: TestClient, office: Office) -> None:
    newest = rows_of(client.get("/audit?rows=25").text, "Row")
    assert newest == [str(row.seq) for row in reversed(tail_audit(office, 25))]
    refused = client.get("/audit?event=REFUSED&actor=mosul&rows=200").text
    assert set(rows_of(refused, "Event")) == {"refused"}
    assert set(rows_of(refused, "Who")) == {"branch/mosul"}
    user = client.get("/audit?user=29&actor=&event=").text
    assert set(rows_of(user, "User")) == {"29"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("user=seventeen", "A user ID is a whole number from 1 to 600."),
        ("user=601", "A user ID is a whole number from 1 to 600."),
        ("event=EVERYTHING", "There is no such event."),
        ("rows=1000000", "Rows are 25, 50, 100, 200."),
        ("actor=%00", "Give a branch's name or a whole URI."),
    ],
)
def test_a_question_that_is_none_is_explained_beside_the_form(
    client: TestClient, query: str, sentence: str
) -> None:
    answer = client.get(f"/audit?{query}")
    assert answer.status_code == 400
    assert sentence in unescape(text_of(answer.text))
    assert 'role="alert"' in answer.text
    assert "<form" in answer.text


def test_what_is_asked_is_written_back_as_text(client: TestClient) -> None:
    script = '"><script>alert(1)</script>'
    for name in ("user", "actor", "event", "rows", "refresh"):
        assert script not in client.get("/audit", params={name: script}).text


def test_the_log_is_recomputed(client: TestClient, office: Office) -> None:
    rows = tail_audit(office, 1)[0].seq
    assert "Recomputed Not yet" in text_of(client.get("/audit").text)
    assert f"The log holds: {rows} rows" in text_of(client.get("/audit/verify").text)
    assert "Recomputed It holds" in text_of(client.get("/audit").text)


def test_a_checkpoint_of_more_rows_than_there_are_is_told(empty: TestClient, tmp_path: Path) -> None:
    with opened(tmp_path / "head-office") as office, office.database.write() as transaction:
        transaction.audit.append(AuditEntry("unknown", Event.REFUSED))
    cut_with_its_head(tmp_path / "head-office")
    assert "It signs more rows than the 1 that there are" in text_of(empty.get("/audit").text)


def test_health_says_what_the_doctor_says(client: TestClient) -> None:
    page = unescape(text_of(client.get("/health").text))
    assert "Only the owner may read the home." in page
    assert "so do those of 1 more" in page
    assert "ridgekey branch list" in page
    assert re.search(r"\b0 failed\b", page)
    assert "Doctor 2 to see to" in text_of(client.get("/").text)


def test_what_can_happen_is_said_and_what_should_not_is_not_quoted(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(error: Exception) -> None:
        def raising(office: Office) -> None:
            raise error

        monkeypatch.setattr("server.console.pages.images.list_images", raising)

    breaks(Failure(Code.STORAGE_UNAVAILABLE))
    away = client.get("/images")
    assert (away.status_code, "cannot be read or written just now" in away.text) == (503, True)
    breaks(ValueError("a-secret-in-a-message"))
    broken = client.get("/images")
    assert (broken.status_code, "please report it" in broken.text) == (500, True)
    assert "a-secret" not in broken.text
    assert "Traceback" not in broken.text
    assert client.get("/branches").status_code == 200


def test_a_page_looks_again_after_a_database_that_was_away(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(office: Office) -> None:
        raise Failure(Code.STORAGE_UNAVAILABLE)

    monkeypatch.setattr("server.console.pages.overview.measure_activity", away)
    answer = client.get("/")
    assert (answer.status_code, 'data-hx-get="/"' in answer.text) == (503, True)
    assert "data-hx-get" not in client.get("/audit?user=x").text


def test_no_page_holds_a_secret(client: TestClient, office: Office, busy_home: Path) -> None:
    secrets = [(busy_home / "secrets" / "master.key").read_bytes()]
    for user in busy_office.USERS:
        with office.enrolments.get(user, 1).secret as secret:
            secrets.append(secret.export_bytes())
    pages = "".join(client.get(path).text for path in PAGES).lower()
    assert len(set(secrets)) == len(busy_office.USERS) + 1
    assert not any(secret[:8].hex() in pages for secret in secrets)


def test_looking_writes_nothing(client: TestClient, busy_home: Path) -> None:
    def everything() -> dict[str, tuple[int, int]]:
        return {
            str(file): (file.stat().st_size, file.stat().st_mtime_ns)
            for file in busy_home.rglob("*")
            if file.is_file() and not file.name.endswith(("-wal", "-shm"))
        }

    before = everything()
    for path in PAGES:
        client.get(path)
    assert everything() == before


def test_the_office_of_the_console_cannot_be_written(office: Office) -> None:
    for _ in range(2):
        with office.database.read() as transaction:  # leaves its connection to the next
            assert transaction.counters.get(599) is None
        with pytest.raises(Failure), office.database.write() as transaction:
            transaction.counters.add(599)
