"""What stands before every page: headers on all that leaves, and refusals of all that should not come.

A page on another site can make a browser send requests to this machine, and with a name of its own that leads
here (DNS rebinding) even read the answers. So a request must name this console as its host, must not come
from another site, and must be a question: the two forms that begin and end a session are the only exception.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.console.door import Door

COOKIE = "ridgekey-console"
SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
STATIC = "/static/"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_QUESTIONS = ("GET", "HEAD")
_FORMS = (SIGN_IN, SIGN_OUT)
_OWN_SITE = ("same-origin", "none")

Refuse = Callable[[Request, int, str], Awaitable[ASGIApp]]
"""Makes the page that says why: the request, its status, a sentence."""


class SecureHeaders:
    """Puts the headers on every answer, also on those of what breaks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers on the way back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Guard:
    """Refuses what does not come from this console's own pages, and who has no session.

    Args:
        app: is asked when nothing speaks against it.
        door: knows the sessions.
        hosts: what a ``Host`` header may be.
        refuse: makes the page of a refusal.
    """

    def __init__(self, app: ASGIApp, door: Door, hosts: Collection[str], refuse: Refuse) -> None:
        self._app = app
        self._door = door
        self._hosts = hosts
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        refusal = self._refusal(request)
        app = self._app if refusal is None else await self._refuse(request, *refusal)
        await app(scope, receive, send)

    def _refusal(self, request: Request) -> tuple[int, str] | None:
        """Status and sentence of the first thing that speaks against a request."""
        path, method = request.url.path, request.method
        if request.headers.get("host") not in self._hosts:
            return 421, "The console does not go by that host name. Open the link as the terminal printed it."
        if not self._comes_from_here(request):
            return 403, "The request came from another site. Open the console by its own address."
        if method not in _QUESTIONS and not (method == "POST" and path in _FORMS):
            return 405, "The console shows and changes nothing. Changes are made by the ridgekey command."
        is_open = path == SIGN_IN or path.startswith(STATIC)
        if not is_open and self._door.ends_at(request.cookies.get(COOKIE)) is None:
            return 401, "You are not signed in, or the session has ended."
        return None

    def _comes_from_here(self, request: Request) -> bool:
        """By what the browser says of where a request began; what no browser sent says nothing."""
        headers: Headers = request.headers
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        # Without a referrer the origin of our own forms is "null"; Sec-Fetch-Site then says whose they are.
        own = (None, "null", *(f"http://{host}" for host in self._hosts))
        if origin not in own:
            return False
        if site is None or site in _OWN_SITE:
            return True
        # A link to the sign-in page may stand anywhere, in a terminal on a web page too; it does nothing.
        opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return opened and request.method == "GET" and request.url.path == SIGN_IN
