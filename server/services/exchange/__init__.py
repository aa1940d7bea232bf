"""The head office's part of one exchange (protocol §3, §5, §6), from admission to receipt."""

from server.services.exchange.admit import Terms, admit
from server.services.exchange.admit_caller import admit_caller
from server.services.exchange.browse_exchanges import browse_exchanges
from server.services.exchange.check_lockout import check_lockout
from server.services.exchange.confirm import Delivery, confirm
from server.services.exchange.demand_scan import demand_scan
from server.services.exchange.list_images import list_images
from server.services.exchange.note_unproven import note_unproven
from server.services.exchange.record_refusal import flush_refusals, record_refusal
from server.services.exchange.refuse_proof import refuse_proof
from server.services.exchange.refuse_receipt import refuse_receipt
from server.services.exchange.release import release
from server.services.exchange.require_rate import require_rate
from server.services.exchange.reserve import Reservation, reserve
from server.services.exchange.still_allowed import still_allowed
from server.services.exchange.sweep import sweep

__all__ = [
    "Delivery",
    "Reservation",
    "Terms",
    "admit",
    "admit_caller",
    "browse_exchanges",
    "check_lockout",
    "confirm",
    "demand_scan",
    "flush_refusals",
    "list_images",
    "note_unproven",
    "record_refusal",
    "refuse_proof",
    "refuse_receipt",
    "release",
    "require_rate",
    "reserve",
    "still_allowed",
    "sweep",
]
