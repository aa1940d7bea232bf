"""The console in a real browser: it signs in, looks right at every width, and can be used by anyone.

``pytest tests/server/console/test_pictures.py --pictures docs/pictures`` makes the pictures of the docs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from server.console.app import NAVIGATION, PAGES, REFRESH_SECONDS
from server.console.door import SESSION_LIFETIME
from tests.server.console.browsing import Console, chromium, enter, listening, new_page, visit

NARROW = {"width": 360, "height": 740}
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "light": ({}, {}),
    "dark": ({"color_scheme": "dark"}, {"runOnly": ["color-contrast"]}),
    "narrow": (
        {"viewport": NARROW},
        {"runOnly": ["aria-required-children", "target-size", "aria-required-parent"]},
    ),
}
"""How a page is looked at, and by which rules of axe: by all of them once, then by what the shape changes."""
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def console(busy_home: Path) -> Iterator[Console]:
    with listening(busy_home) as started:
        yield started


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    with visit(browser, console) as signed_in:
        yield signed_in


def let_refresh(page: Page, path: str = "/") -> None:
    """Have the page look again, without waiting for it."""
    with page.expect_response(lambda answer: answer.request.resource_type in ("fetch", "xhr")):
        page.clock.run_for((REFRESH_SECONDS[path] + 1) * 1000)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_no_page_has_a_grave_fault_of_access(browser: Browser, console: Console, shape: str) -> None:
    found: dict[str, list[str]] = {}
    looks, rules = SHAPES[shape]
    with visit(browser, console, **looks) as page:
        for path in PAGES:
            page.goto(console.url + path)
            faults = Axe().run(page, options=rules).response["violations"]
            found[path] = [
                f"{each['id']}: {each['nodes'][0]['html']}" for each in faults if each["impact"] in GRAVE
            ]
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere"])
def test_the_pages_without_a_session_have_no_grave_fault_either(
    browser: Browser, console: Console, path: str
) -> None:
    with new_page(browser) as page:
        page.goto(console.link() if path == "/sign-in" else console.url + path)
        faults = [each["id"] for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
    assert faults == []


def test_no_page_is_wider_than_a_small_screen(browser: Browser, console: Console) -> None:
    with visit(browser, console, viewport=NARROW) as page:
        widths = {}
        for path in PAGES:
            page.goto(console.url + path)
            widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(PAGES, NARROW["width"])


def test_a_row_is_a_card_on_a_small_screen_and_stays_a_table(browser: Browser, console: Console) -> None:
    with visit(browser, console, viewport=NARROW) as page:
        page.goto(f"{console.url}/branches")
        first = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="baghdad"))
        assert first.get_by_role("cell").count() == 5
        cells = first.get_by_role("cell").all()
        places = [cell.bounding_box() for cell in cells]
        assert all(place is not None for place in places)
        assert [place["y"] for place in places if place] == sorted({place["y"] for place in places if place})


def test_the_link_opens_once(browser: Browser, console: Console) -> None:
    link = console.link()
    with new_page(browser) as page:
        page.goto(link)
        page.get_by_role("button", name="Open the console").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    with new_page(browser) as page:
        page.goto(link)
        page.get_by_role("button", name="Open the console").click()
        expect(page.get_by_role("alert")).to_contain_text("used before")


def test_signing_out(page: Page, console: Console) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{console.url}/sign-in")
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_nothing_is_asked_of_anyone_else(page: Page, console: Console) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(console.url + path)
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith(console.url + "/")] == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(page.url.partition("#")[0])  # a page with a place in its address is walked from there
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.innerText, getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", name
        reached.append(name.strip())
        if reached[-1:] == ["As a table"] and reached.count("As a table") == 2:
            break
    wanted = ["Sign out", *(name for _, name in NAVIGATION), "Pause", "As a table"]
    assert [name for name in wanted if name not in reached] == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Refused calls, by hour, as a table")).to_be_visible()


def test_the_navigation_says_where_one_is(page: Page, console: Console) -> None:
    for path, name in NAVIGATION:
        page.goto(console.url + path)
        current = page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")
        assert current.all_inner_texts() == [name]
        assert page.title() == f"{page.get_by_role('heading', level=1).inner_text()} – RidgeKey"


def test_refreshing_keeps_focus_and_what_was_opened(browser: Browser, console: Console) -> None:
    with visit(browser, console) as page:
        page.clock.install()
        page.goto(f"{console.url}/")
        summary = page.locator("summary").first
        summary.click()
        expect(summary).to_be_focused()
        before = page.locator(".stand time").inner_text()
        console.clock.advance(7)
        let_refresh(page)
        expect(page.locator(".stand time")).not_to_have_text(before)
        expect(summary).to_be_focused()
        expect(page.locator("details").first).to_have_attribute("open", "")


def test_refreshing_can_be_paused(browser: Browser, console: Console) -> None:
    with visit(browser, console) as page:
        page.goto(f"{console.url}/audit?user=29")
        page.get_by_role("link", name="Pause").click()
        expect(page.locator("#live")).not_to_have_attribute("data-hx-get", "/audit?user=29")
        assert page.get_by_label("User").input_value() == "29"
        page.get_by_role("link", name="Refresh again").click()
        expect(page.locator("#live")).to_have_attribute("data-hx-get", "/audit?user=29")


def test_a_session_that_ends_says_so_and_shows_nothing_more(browser: Browser, console: Console) -> None:
    with new_page(browser) as page:
        page.clock.install()
        enter(page, console)
        console.clock.advance(SESSION_LIFETIME.total_seconds())
        let_refresh(page)
        expect(page.get_by_role("alert")).to_contain_text("session has ended")
        expect(page.locator(".tile")).to_have_count(0)


def test_a_console_that_is_gone_is_told(browser: Browser, console: Console) -> None:
    with new_page(browser) as page:
        page.clock.install()
        enter(page, console)
        expect(page.locator("#lost")).to_be_hidden()
        page.context.set_offline(offline=True)
        page.clock.run_for(6000)
        expect(page.locator("#lost")).to_be_visible()


def test_everything_but_refreshing_works_without_scripts(browser: Browser, console: Console) -> None:
    with visit(browser, console, java_script_enabled=False) as page:
        for path, name in NAVIGATION:
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
            page.wait_for_url(console.url + path)
        expect(page.get_by_text("Only the owner may read the home.")).to_be_visible()
        page.goto(f"{console.url}/audit")
        expect(page.get_by_role("link", name="Pause")).to_be_hidden()
        page.get_by_label("User").fill("29")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(lambda url: "user=29" in url)
        users = page.locator("td[data-label=User]").all_inner_texts()
        assert set(users) == {"29"}


def test_lists_are_turned_over_by_keyboard_and_without_scripts(browser: Browser, console: Console) -> None:
    with visit(browser, console, java_script_enabled=False) as page:
        page.goto(f"{console.url}/audit?event=DELIVERED&rows=25")
        first = page.locator("th[data-label=Row]").all_inner_texts()
        pages = page.get_by_role("navigation", name="Pages of the list")
        expect(pages.get_by_role("link")).to_have_text(["Older"])
        pages.get_by_role("link", name="Older").press("Enter")
        expect(pages.get_by_role("link")).to_have_text(["Newer", "Older"])
        expect(page.locator("th[data-label=Row]")).to_have_count(25)  # the page may be arriving yet
        older = page.locator("th[data-label=Row]").all_inner_texts()
        assert int(older[0]) < int(first[-1])
        assert page.get_by_label("Event").input_value() == "DELIVERED"
        pages.get_by_role("link", name="Newer").press("Enter")
        expect(page.locator("th[data-label=Row]")).to_have_text(first)


def test_a_page_of_a_list_has_no_grave_fault_and_fits_a_small_screen(
    browser: Browser, console: Console
) -> None:
    found = {}
    with visit(browser, console, viewport=NARROW) as page:
        for path in ("/users?after=30", "/audit?before=60&rows=25", "/exchanges?list=ended"):
            page.goto(console.url + path)
            faults = Axe().run(page).response["violations"]
            found[path] = [each["id"] for each in faults if each["impact"] in GRAVE]
            assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert [faults for faults in found.values() if faults] == []


def test_dark_is_dark(browser: Browser, console: Console) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        with visit(browser, console, color_scheme=scheme) as page:
            grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(245, 247, 246)", "rgb(14, 21, 20)"]


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, console: Console) -> None:
    with visit(browser, console, reduced_motion="reduce") as page:
        durations = (
            "[...document.querySelectorAll('*')].map(each => getComputedStyle(each).transitionDuration)"
        )
        assert set(page.evaluate(durations)) == {"0s"}
