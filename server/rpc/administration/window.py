"""Where administrators of other machines are served: one call of a service in a thread, for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar

from google.protobuf.message import Message

from server.ports import Office
from server.rpc.call import current_call
from server.services.exchange import require_rate
from server.services.verbs import Administration
from shared.wire.fields import refuse_unknown_fields

AdministrationOf = Callable[[str], Administration]
"""The head office in the hands of the administrator with this URI."""

_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")

_LONG_VERBS_AT_ONCE = 2
"""Exchanges ask the database in the same threads, of which a server has few."""

_ITEMS_AT_ONCE = 100
"""So many items of a list go into one message, which stays far below what a client takes."""


class Window:
    """One for all groups of verbs.

    Args:
        office: the head office.
        administration_of: gives it into the hands of one administrator.
    """

    def __init__(self, office: Office, administration_of: AdministrationOf) -> None:
        self.office = office
        self._administration_of = administration_of
        self._long_verbs = asyncio.Semaphore(_LONG_VERBS_AT_ONCE)

    async def ask(self, request: Message, verb: Callable[[Administration], _Answer]) -> _Answer:
        """Do what a caller asks, once the request is one of the contract and not one too many.

        Raises:
            Failure: ``MALFORMED``, ``RATE_LIMITED``, or what the verb raises.
        """
        self.admit(request)
        return await self.run(verb)

    async def ask_long(self, request: Message, verb: Callable[[Administration], _Answer]) -> _Answer:
        """The same for a verb that may take its time: few of them run at once.

        Raises:
            Failure: as :meth:`ask`.
        """
        self.admit(request)
        return await self.run_long(verb)

    def admit(self, request: Message) -> None:
        """Take a request in: note whom it is about, for the audit of a refusal.

        Raises:
            Failure: ``MALFORMED``, ``RATE_LIMITED``.
        """
        call = current_call()
        call.user = getattr(request, "user", None)
        refuse_unknown_fields(request)
        require_rate(self.office, call.caller.identity)

    async def run(self, verb: Callable[[Administration], _Answer]) -> _Answer:
        """Run a verb for the caller in a thread; it talks to the database."""
        administration = self._administration_of(current_call().caller.identity.uri)
        return await asyncio.to_thread(verb, administration)

    async def run_long(self, verb: Callable[[Administration], _Answer]) -> _Answer:
        """Run a verb that may take its time."""
        async with self._long_verbs:
            return await self.run(verb)


async def portions(
    items: Sequence[_Item], message_of: Callable[[Sequence[_Item]], _Answer]
) -> AsyncIterator[_Answer]:
    """A list as messages, none of which is long; a list of nothing is no message."""
    for start in range(0, len(items), _ITEMS_AT_ONCE):
        yield message_of(items[start : start + _ITEMS_AT_ONCE])
