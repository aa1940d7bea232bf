"""The life of the head office's server: start, serve, sweep, drain (protocol §3.9, §5.1)."""

from __future__ import annotations

import asyncio
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import partial

import structlog

from server.adapters.prometheus_meter import PrometheusMeter
from server.adapters.regeneration import RegenerationPool
from server.bootstrap.administering import OfficeAdministration
from server.bootstrap.credentials import Credentials
from server.bootstrap.following import follow_certificate
from server.bootstrap.listening import check_free, parse_address
from server.bootstrap.logs import configure_logs
from server.bootstrap.probing import reachable
from server.bootstrap.readiness import Readiness
from server.bootstrap.renewing import BranchRegistrar
from server.bootstrap.server_certificate import RENEW_SERVER, renew_when_due
from server.bootstrap.signing import sign_for_ever, sign_log
from server.bootstrap.tracing import traced
from server.ports import Meter, Office, SilentMeter
from server.rpc.desk import Desk
from server.rpc.measured import MeasuredRegenerator
from server.rpc.server import ServerTls, make_server
from server.services.exchange import demand_scan, flush_refusals, sweep
from shared.crypto.certificates import certificate_sha256
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.tracing.opening import HEAD_OFFICE, tracing
from shared.tracing.tracer import Tracer

_LOG = structlog.get_logger(__name__)

_DISK_SENTENCE = (
    "The disk below the database did not take what was written, or is read-only, so the server has ended. "
    "Look after the disk, then start the server again."
)


async def serve(
    office: Office,
    *,
    listen: str | None = None,
    on_ready: Callable[[str], None] | None = None,
    stop: asyncio.Event | None = None,
    share_port: bool = False,
) -> None:
    """Serve until SIGTERM, SIGINT or ``stop``; then let what is in progress end within the grace.

    The process is the server's from here on: its log, its signals and its limits.

    Args:
        office: the head office.
        listen: HOST:PORT instead of the configured address.
        on_ready: called with HOST:PORT once branches can connect.
        stop: ends the server where signals cannot reach it.
        share_port: whether other processes of this head office listen there too.

    Raises:
        Failure: ``CONFLICT`` when the port is in use, ``INVALID_INPUT`` for an address that is none,
            ``CLOCK_WRONG`` or ``CERTIFICATE_EXPIRED`` for the server's own certificate, or the code of a
            self-test that this machine fails; ``HOME_INVALID`` without the model, or the verifier for the
            live scans that the configuration demands; ``INVALID_INPUT`` for traces without their extra;
            ``LOCAL_FAILURE`` when the disk below the database failed, which ends the server.
    """
    configure_logs()
    # A core dump would hold keys (protocol §10); the regeneration processes inherit this.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    address = parse_address(listen or office.config.listen, "--listen")
    if not share_port:
        check_free(address)
    await asyncio.to_thread(demand_scan, office)
    stop = stop or asyncio.Event()
    async with AsyncExitStack() as ends:
        tracer = ends.enter_context(tracing(office.config.otel_endpoint, HEAD_OFFICE, _say_lost))
        office, meter = traced(office, tracer), _meter(office, ends)
        pool = await _regeneration_pool(office, ends)
        watchers = _Watchers(meter, tracer)
        readiness, tls = await _start_server(office, pool, watchers, str(address), share_port, ends)
        await readiness.look()
        _keep_up(office, tls, readiness, ends)
        _stop_on_signals(stop)
        disk_failed = _stop_when_disk_fails(office, stop)
        _LOG.info("serving", address=str(address))
        if on_ready is not None:
            on_ready(str(address))
        await stop.wait()
        _LOG.info("draining", seconds=office.config.drain_grace_seconds)
    if disk_failed.is_set():
        raise Failure(Code.LOCAL_FAILURE, _DISK_SENTENCE)
    await asyncio.to_thread(flush_refusals, office, everything=True)
    await asyncio.to_thread(sign_log, office, ending=True)
    _LOG.info("stopped")


def _keep_up(office: Office, tls: ServerTls, readiness: Readiness, ends: AsyncExitStack) -> None:
    """Begin what goes on beside the exchanges for as long as the server does."""
    for for_ever in (
        _sweep_for_ever(office),
        sign_for_ever(office),
        readiness.look_for_ever(),
        follow_certificate(office, tls, readiness),
    ):
        ends.callback(asyncio.create_task(for_ever).cancel)


async def _regeneration_pool(office: Office, ends: AsyncExitStack) -> RegenerationPool:
    pool = RegenerationPool(office.config.regeneration_workers, office.config.waiting_per_branch)
    await pool.start(await asyncio.to_thread(office.models.current))
    ends.push_async_callback(pool.close)
    return pool


def _meter(office: Office, ends: AsyncExitStack) -> Meter:
    if office.config.metrics_listen is None:
        return SilentMeter()
    address, meter = parse_address(office.config.metrics_listen, "metrics_listen"), PrometheusMeter()
    ends.callback(meter.serve(address.host, address.port))
    return meter


def _say_lost() -> None:
    _LOG.warning("traces were not taken")


@dataclass(frozen=True)
class _Watchers:
    """Who is told of the work."""

    meter: Meter
    tracer: Tracer


async def _start_server(
    office: Office,
    pool: RegenerationPool,
    watchers: _Watchers,
    address: str,
    share_port: bool,
    ends: AsyncExitStack,
) -> tuple[Readiness, ServerTls]:
    tls = await asyncio.to_thread(_server_tls, office)
    authority, meter = certificate_sha256(tls.authority), watchers.meter
    regenerator = MeasuredRegenerator(pool, meter, office.clock)
    registrar = BranchRegistrar(office)
    desk = Desk(office, regenerator, registrar, authority, meter=meter, tracer=watchers.tracer)
    of = partial(OfficeAdministration, office, address_of=lambda _: reachable(address))
    server = make_server(desk, tls, address, administration_of=of, share_port=share_port)
    await asyncio.to_thread(sign_log, office)
    await server.start()
    ends.push_async_callback(server.drain, office.config.drain_grace_seconds)
    return Readiness(office, tls.certificate, server, meter), tls


def _server_tls(office: Office) -> ServerTls:
    try:
        renew_when_due(office)
    except Failure as failure:  # it is valid yet, and tried again while the server runs
        _LOG.warning("the server's certificate was not renewed", reason=failure.code.value)
    credentials = Credentials(open_home(office.config.home, HomeKind.HEAD_OFFICE), office.randomness)
    certificate, key = credentials.server()
    check_valid_at(certificate, office.clock.now(), f"renew it by `{RENEW_SERVER}`")
    return ServerTls(credentials.authority_certificate(), certificate, key)


def _stop_on_signals(stop: asyncio.Event) -> None:
    # Python delivers signals to the main thread only; elsewhere the caller's event is the way to stop.
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


def _stop_when_disk_fails(office: Office, stop: asyncio.Event) -> threading.Event:
    """Stop as on SIGTERM, since nothing can be written any more; the event says that this was why."""
    failed, loop = threading.Event(), asyncio.get_running_loop()

    def tell() -> None:
        failed.set()
        _LOG.error("the disk below the database failed; the server ends")
        with suppress(RuntimeError):  # the loop is closed: this server has ended before
            loop.call_soon_threadsafe(stop.set)

    office.database.when_disk_fails(tell)
    return failed


async def _sweep_for_ever(office: Office) -> None:
    """Settle what nobody finished, again and again (protocol §5.1); a failed sweep is only late."""
    while True:
        try:
            settled = await asyncio.to_thread(sweep, office)
            if settled:
                _LOG.info("swept", settled=settled)
        except Failure as failure:
            _LOG.warning("sweep failed", reason=failure.code.value)
        except Exception as error:
            # Without this the task would end in silence, and with it every later sweep.
            _LOG.error("sweep broke", error=type(error).__name__)
        await asyncio.sleep(office.config.sweep_interval_seconds)
