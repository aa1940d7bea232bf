"""``AdministrationService`` as gRPC calls it: decode, call, encode; every caller has passed the gate."""

from __future__ import annotations

from server.ports import Office
from server.rpc.administration.audit_verbs import AuditVerbs
from server.rpc.administration.image_verbs import ImageVerbs
from server.rpc.administration.office_verbs import OfficeVerbs
from server.rpc.administration.user_verbs import UserVerbs
from server.rpc.administration.window import AdministrationOf, Window
from server.rpc.places import Places
from shared.wire.gen.ridgekey.v1 import admin_pb2_grpc

UPLOADS_OF_ONE, UPLOADS = 2, 4
"""How many images one administrator, and all of them, may have on their way up: each is held in memory."""


class AdministrationService(
    OfficeVerbs, UserVerbs, ImageVerbs, AuditVerbs, admin_pb2_grpc.AdministrationServiceServicer
):
    """The head office's service for administrators of other machines (protocol §2.7).

    Args:
        office: the head office.
        administration_of: gives it into the hands of one administrator.
    """

    def __init__(self, office: Office, administration_of: AdministrationOf) -> None:
        self.window = Window(office, administration_of)
        self.uploads = Places(UPLOADS_OF_ONE, UPLOADS)
