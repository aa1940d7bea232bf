"""Signing in by the link that the terminal printed, and out again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from server.console.desk import View
from server.console.door import SESSION_LIFETIME, Door, is_token
from server.console.guard import COOKIE, SIGN_IN, SIGN_OUT

_LARGEST_FORM = 1024
_LOG = structlog.get_logger(__name__)

Paint = Callable[[Request, View], Response]


class Entrance:
    """The two forms. Opening the link shows a button, so that nothing that previews links uses it up.

    Args:
        door: gives sessions for links.
        paint: makes pages.
    """

    def __init__(self, door: Door, paint: Paint) -> None:
        self._door = door
        self._paint = paint

    def routes(self) -> tuple[BaseRoute, ...]:
        """The addresses."""
        return (
            Route(SIGN_IN, self._form, methods=["GET"]),
            Route(SIGN_IN, self._enter, methods=["POST"]),
            Route(SIGN_OUT, self._leave, methods=["POST"]),
        )

    async def _form(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        return self._page(request, token if is_token(token) else "")

    async def _enter(self, request: Request) -> Response:
        session = self._door.enter(await _token_of(request))
        if session is None:
            _LOG.warning("sign-in refused")
            return self._page(request, "", refused=True)
        _LOG.info("signed in")
        answer = RedirectResponse("/", 303)
        # Like __Host-: of this host alone and every path. That prefix itself demands TLS.
        answer.set_cookie(
            COOKIE, session, max_age=int(SESSION_LIFETIME.total_seconds()), httponly=True, samesite="strict"
        )
        return answer

    async def _leave(self, request: Request) -> Response:
        await run_in_threadpool(self._door.leave, request.cookies.get(COOKIE))
        _LOG.info("signed out")
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    def _page(self, request: Request, token: str, *, refused: bool = False) -> Response:
        values = {"token": token, "refused": refused}
        return self._paint(request, View("sign_in.html", "Sign in", values, 403 if refused else 200))


async def _token_of(request: Request) -> str:
    """The token of a form; empty when there is none, or the form is larger than ours can be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_FORM:
            return ""
    token = parse_qs(body.decode("ascii", "replace")).get("token", [""])[0]
    return token if is_token(token) else ""
