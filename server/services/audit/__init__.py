"""The audit log as its readers and witnesses see it (protocol §7): one verb a file."""

from server.services.audit.ask import ask_audit
from server.services.audit.browse import browse_audit
from server.services.audit.export import export_audit
from server.services.audit.head_stands import head_stands
from server.services.audit.measure_activity import Activity, Hour, measure_activity
from server.services.audit.measure_log import LogMeasure, measure_log
from server.services.audit.notice_rollback import notice_rollback
from server.services.audit.present_checkpoint import present_checkpoint, require_extended
from server.services.audit.prove import Inclusion, prove_inclusion
from server.services.audit.prove_writable import prove_writable
from server.services.audit.tail import tail_audit
from server.services.audit.verify import AuditVerdict, verify_audit, verify_witness
from server.services.audit.write_checkpoint import write_checkpoint, write_due_checkpoint

__all__ = [
    "Activity",
    "AuditVerdict",
    "Hour",
    "Inclusion",
    "LogMeasure",
    "ask_audit",
    "browse_audit",
    "export_audit",
    "head_stands",
    "measure_activity",
    "measure_log",
    "notice_rollback",
    "present_checkpoint",
    "prove_inclusion",
    "prove_writable",
    "require_extended",
    "tail_audit",
    "verify_audit",
    "verify_witness",
    "write_checkpoint",
    "write_due_checkpoint",
]
