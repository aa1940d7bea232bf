"""What the services need from the world outside, as small interfaces and plain values; no implementation."""

from server.ports.administrators import AdministratorRecord, Administrators, AdministratorStatus
from server.ports.audit import AuditLog, AuditTree
from server.ports.audit_records import AuditEntry, AuditQuery, AuditRow, Event
from server.ports.database import Database, Transaction
from server.ports.exchanges import Fence, Requests, Strikes
from server.ports.meter import Meter, SilentMeter
from server.ports.office import Actor, Clock, LogKey, ModelShelf, Office, RateLimiter, RefusalLedger
from server.ports.records import (
    BranchRecord,
    BranchStatus,
    CertificateRecord,
    CounterRecord,
    GenerationRecord,
    GenerationStatus,
    ImageRecord,
    Release,
    Removal,
    ReportedMark,
    RequestRecord,
    RequestState,
    Standing,
    StrikeRecord,
    UserStatus,
)
from server.ports.registry import Branches, Certificates, Counters, Generations, Grants, Images

__all__ = [
    "Actor",
    "AdministratorRecord",
    "AdministratorStatus",
    "Administrators",
    "AuditEntry",
    "AuditLog",
    "AuditQuery",
    "AuditRow",
    "AuditTree",
    "BranchRecord",
    "BranchStatus",
    "Branches",
    "CertificateRecord",
    "Certificates",
    "Clock",
    "CounterRecord",
    "Counters",
    "Database",
    "Event",
    "Fence",
    "GenerationRecord",
    "GenerationStatus",
    "Generations",
    "Grants",
    "ImageRecord",
    "Images",
    "LogKey",
    "Meter",
    "ModelShelf",
    "Office",
    "RateLimiter",
    "RefusalLedger",
    "Release",
    "Removal",
    "ReportedMark",
    "RequestRecord",
    "RequestState",
    "Requests",
    "SilentMeter",
    "Standing",
    "StrikeRecord",
    "Strikes",
    "Transaction",
    "UserStatus",
]
