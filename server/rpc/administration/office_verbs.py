"""What administrators ask of the head office as a whole, of branches and of counters."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import grpc

from server.ports import BranchStatus
from server.rpc.administration.names import known
from server.rpc.administration.records import branch_message, branch_view_message, counter_message
from server.rpc.administration.window import Window, portions
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

Context = grpc.aio.ServicerContext


class OfficeVerbs:
    """Verbs of status, settings, branches and counters."""

    window: Window

    async def GetDeployment(
        self, request: pb.GetDeploymentRequest, context: Context
    ) -> pb.GetDeploymentResponse:
        """Ranges and limits."""
        del context
        found = await self.window.ask(request, lambda office: office.deployment())
        return pb.GetDeploymentResponse(
            trust_domain=found.trust_domain,
            first_user=found.id_range.first,
            last_user=found.id_range.last,
            max_image_bytes=found.max_image_bytes,
            max_request_bytes=found.max_request_bytes,
            max_deadline_seconds=found.max_deadline_seconds,
        )

    async def GetStatus(self, request: pb.GetStatusRequest, context: Context) -> pb.GetStatusResponse:
        """How it stands."""
        del context
        serving = await self.window.ask(request, lambda office: office.status())
        standing = serving.standing
        return pb.GetStatusResponse(
            address=serving.address,
            home=serving.home,
            schema_revision=standing.schema_revision,
            branches=standing.branches,
            users=standing.users,
            images=standing.images,
            audit_rows=standing.audit_rows,
        )

    async def GetSettings(self, request: pb.GetSettingsRequest, context: Context) -> pb.GetSettingsResponse:
        """The settings in force."""
        del context
        settings = await self.window.ask(request, lambda office: office.settings())
        return pb.GetSettingsResponse(json=json.dumps(settings, ensure_ascii=False))

    async def ApproveBranch(
        self, request: pb.ApproveBranchRequest, context: Context
    ) -> pb.ApproveBranchResponse:
        """Admit a branch."""
        del context
        admission = await self.window.ask(
            request,
            lambda office: office.approve_branch(request.request_file, request.reason, renew=request.renew),
        )
        return pb.ApproveBranchResponse(admission_file=admission)

    async def ListBranches(
        self, request: pb.ListBranchesRequest, context: Context
    ) -> AsyncIterator[pb.ListBranchesResponse]:
        """Every branch."""
        del context
        branches = await self.window.ask(request, lambda office: office.list_branches())
        async for message in portions(
            branches, lambda some: pb.ListBranchesResponse(branches=map(branch_message, some))
        ):
            yield message

    async def GetBranch(self, request: pb.GetBranchRequest, context: Context) -> pb.GetBranchResponse:
        """One branch and its users."""
        del context
        view = await self.window.ask(request, lambda office: office.show_branch(request.branch))
        return branch_view_message(view)

    async def ChangeBranchStatus(
        self, request: pb.ChangeBranchStatusRequest, context: Context
    ) -> pb.ChangeBranchStatusResponse:
        """Suspend, resume or revoke a branch."""
        del context
        status = known(BranchStatus, request.status, "status")
        changed = await self.window.ask(
            request, lambda office: office.change_branch_status(request.branch, status, request.reason)
        )
        return pb.ChangeBranchStatusResponse(branch=branch_message(changed))

    async def GetCounter(self, request: pb.GetCounterRequest, context: Context) -> pb.GetCounterResponse:
        """Where a user's number stands."""
        del context
        return counter_message(
            await self.window.ask(request, lambda office: office.show_counter(request.user))
        )
