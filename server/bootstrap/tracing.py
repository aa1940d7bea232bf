"""Puts a tracer around the parts of a head office that a trace tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from server.adapters.traced_database import TracedDatabase
from server.ports import Office
from server.services.verbs import Administration
from shared.tracing.tracer import SilentTracer, Tracer

VERBS = "administration."


def traced(office: Office, tracer: Tracer) -> Office:
    """The same office, whose transactions are steps of the trace in progress."""
    if isinstance(tracer, SilentTracer):
        return office
    return replace(office, database=TracedDatabase(office.database, tracer))


def traced_verbs(administration: Administration, tracer: Tracer) -> Administration:
    """The same administration, each of whose verbs is a trace of its own, as at a server each call is."""
    if isinstance(tracer, SilentTracer):
        return administration
    return cast("Administration", _TracedVerbs(administration, tracer))


class _TracedVerbs:
    def __init__(self, administration: Administration, tracer: Tracer) -> None:
        self._administration = administration
        self._tracer = tracer

    def __getattr__(self, name: str) -> Any:
        verb: Callable[..., Any] = getattr(self._administration, name)

        @wraps(verb)
        def traced_verb(*arguments: Any, **named: Any) -> Any:
            with self._tracer.trace(VERBS + name):
                return verb(*arguments, **named)

        return traced_verb
