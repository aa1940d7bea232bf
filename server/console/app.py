"""The console as a web application: which address shows which page, and what is shown when one fails."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from server.console.desk import Desk, Page, View
from server.console.door import Door
from server.console.entrance import Entrance
from server.console.guard import COOKIE, Guard, SecureHeaders
from server.console.pages.audit import audit, verify
from server.console.pages.branches import branches
from server.console.pages.exchanges import exchanges
from server.console.pages.health import health
from server.console.pages.images import images
from server.console.pages.overview import overview
from server.console.pages.users import users
from server.ports import Clock
from shared.errors import ABSENT, AGAIN, DENIED, USAGE, Failure

PAGES: dict[str, Page] = {
    "/": overview,
    "/exchanges": exchanges,
    "/branches": branches,
    "/users": users,
    "/images": images,
    "/audit": audit,
    "/audit/verify": verify,
    "/health": health,
}
"""Every address that shows something of the head office."""

NAVIGATION = (
    ("/", "Overview"),
    ("/exchanges", "Exchanges"),
    ("/branches", "Branches"),
    ("/users", "Users"),
    ("/images", "Images"),
    ("/audit", "Audit"),
    ("/health", "Health"),
)
REFRESH_SECONDS = {"/": 5, "/exchanges": 5, "/audit": 10}
"""The pages that look again by themselves, where there is JavaScript, and how often."""

_REFRESH = "refresh"
_HERE = Path(__file__).parent
_STATUS = {USAGE: 400, DENIED: 403, ABSENT: 404, AGAIN: 503}
_TITLES = {400: "That cannot be shown", 401: "Sign in", 404: "No such page", 405: "Nothing is changed here"}
_NOT_FOUND = "There is no such page."
_BROKEN = "Something went wrong that should not. The terminal of the console says where; please report it."


def make_app(desk: Desk, door: Door, hosts: Collection[str]) -> ASGIApp:
    """The application.

    Args:
        desk: what the pages are made from.
        door: who may look.
        hosts: what a ``Host`` header may be.
    """
    painter = Painter(door, desk.office.clock, desk.office.config.trust_domain)
    entrance = Entrance(door, painter.paint)
    routes: list[BaseRoute] = [Route(path, _endpoint(page, desk, painter)) for path, page in PAGES.items()]
    routes += [
        *entrance.routes(),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    handlers: dict[Any, Callable[..., Any]] = {
        Failure: painter.of_failure,
        HTTPException: painter.of_http,
        Exception: painter.of_anything,
    }
    guard = Middleware(Guard, door=door, hosts=frozenset(hosts), refuse=painter.refuse)
    # Outermost, so that the page of something that broke has the headers too.
    return SecureHeaders(Starlette(routes=routes, middleware=[guard], exception_handlers=handlers))


def _endpoint(page: Page, desk: Desk, painter: Painter) -> Callable[[Request], Response]:
    # Not async: Starlette runs it on a thread, where the database may take its time.
    def show(request: Request) -> Response:
        return painter.paint(request, page(desk, request.query_params))

    return show


def _passes(status: int) -> bool:
    """Whether the next look may find something else: a database that was away, say, but no session again."""
    return status == 200 or status >= 500


def _address(path: str, asked: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


class Painter:
    """Makes a view into a page of HTML, and a failure into a page that says what to do.

    Args:
        door: knows until when who looks may.
        clock: dates the pages.
        office: the head office's name.
    """

    def __init__(self, door: Door, clock: Clock, office: str) -> None:
        self._door = door
        self._clock = clock
        loader = FileSystemLoader(_HERE / "templates")
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.globals |= {"navigation": NAVIGATION, "office": office}

    def paint(self, request: Request, view: View) -> Response:
        """The page of a view."""
        path, asked = request.url.path, dict(request.query_params)
        refreshing = asked.pop(_REFRESH, "") != "off"
        other = {**asked, _REFRESH: "off"} if refreshing else asked
        html = self._templates.get_template(view.template).render(
            view.values,
            title=view.title,
            summary=view.summary,
            path=path,
            here_href=_address(path, asked),
            refresh_href=_address(path, other),
            now=self._clock.now(),
            signed_in_until=self._door.ends_at(request.cookies.get(COOKIE)),
            interval=REFRESH_SECONDS.get(path) if _passes(view.status) else None,
            refreshing=refreshing,
        )
        return HTMLResponse(html, view.status)

    async def refuse(self, request: Request, status: int, sentence: str) -> Response:
        """The page of a refusal."""
        return self._error(request, status, sentence)

    def of_failure(self, request: Request, failure: Failure) -> Response:
        """The page of something that can happen."""
        return self._error(request, _STATUS.get(failure.exit_code, 500), failure.sentence)

    def of_http(self, request: Request, error: HTTPException) -> Response:
        """The page of an address that is none."""
        return self._error(
            request, error.status_code, _NOT_FOUND if error.status_code == 404 else error.detail
        )

    def of_anything(self, request: Request, error: Exception) -> Response:
        """The page of a programming error; its text could hold anything."""
        del error
        return self._error(request, 500, _BROKEN)

    def _error(self, request: Request, status: int, sentence: str) -> Response:
        title = _TITLES.get(status, "That did not work")
        return self.paint(
            request, View("error.html", title, {"sentence": sentence, "status": status}, status)
        )
