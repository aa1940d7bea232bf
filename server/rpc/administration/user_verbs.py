"""What administrators ask about users and their enrolments."""

from __future__ import annotations

from collections.abc import AsyncIterator

import grpc

from server.ports import GenerationStatus
from server.rpc.administration.names import known
from server.rpc.administration.records import generation_message, user_message
from server.rpc.administration.window import Window, portions
from shared.errors import Code, Failure
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.wire.fields import number
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

Context = grpc.aio.ServicerContext

_ENDS = frozenset({GenerationStatus.TAINTED, GenerationStatus.REVOKED})
"""What an enrolment is changed to by name; the others follow from enrolling and activating."""


class UserVerbs:
    """Verbs of users and enrolments; nobody is enrolled here, since prints never cross the network."""

    window: Window

    async def AddUser(self, request: pb.AddUserRequest, context: Context) -> pb.AddUserResponse:
        """Add a user."""
        del context
        view = await self.window.ask(request, lambda office: office.add_user(request.user, request.reason))
        return pb.AddUserResponse(user=user_message(view))

    async def ListUsers(
        self, request: pb.ListUsersRequest, context: Context
    ) -> AsyncIterator[pb.ListUsersResponse]:
        """Every user."""
        del context
        users = await self.window.ask(request, lambda office: office.list_users())
        async for message in portions(
            users, lambda some: pb.ListUsersResponse(users=map(user_message, some))
        ):
            yield message

    async def GetUser(self, request: pb.GetUserRequest, context: Context) -> pb.GetUserResponse:
        """One user."""
        del context
        view = await self.window.ask(request, lambda office: office.show_user(request.user))
        return pb.GetUserResponse(user=user_message(view))

    async def GrantUser(self, request: pb.GrantUserRequest, context: Context) -> pb.GrantUserResponse:
        """Grant a user to a branch."""
        del context
        generation, package = await self.window.ask(
            request, lambda office: office.grant_user(request.user, request.branch, request.reason)
        )
        return pb.GrantUserResponse(generation=generation, enrolment_file=package)

    async def UngrantUser(self, request: pb.UngrantUserRequest, context: Context) -> pb.UngrantUserResponse:
        """Withdraw a grant."""
        del context
        view = await self.window.ask(
            request, lambda office: office.ungrant_user(request.user, request.branch, request.reason)
        )
        return pb.UngrantUserResponse(user=user_message(view))

    async def ExitUser(self, request: pb.ExitUserRequest, context: Context) -> pb.ExitUserResponse:
        """Put a user on the exit list."""
        del context
        view = await self.window.ask(request, lambda office: office.exit_user(request.user, request.reason))
        return pb.ExitUserResponse(user=user_message(view))

    async def ReadmitUser(self, request: pb.ReadmitUserRequest, context: Context) -> pb.ReadmitUserResponse:
        """Take a user off the exit list."""
        del context
        view = await self.window.ask(
            request, lambda office: office.readmit_user(request.user, request.reason)
        )
        return pb.ReadmitUserResponse(user=user_message(view))

    async def UnlockUser(self, request: pb.UnlockUserRequest, context: Context) -> pb.UnlockUserResponse:
        """End lock-out."""
        del context
        branch = request.branch if request.HasField("branch") else None
        unlocked = await self.window.ask(
            request, lambda office: office.unlock_user(request.user, branch, request.reason)
        )
        return pb.UnlockUserResponse(branches=unlocked)

    async def ActivateGeneration(
        self, request: pb.ActivateGenerationRequest, context: Context
    ) -> pb.ActivateGenerationResponse:
        """Put the prepared enrolment in force."""
        del context
        changed = await self.window.ask(
            request, lambda office: office.activate_generation(request.user, request.reason)
        )
        return pb.ActivateGenerationResponse(generation=generation_message(changed))

    async def ChangeGeneration(
        self, request: pb.ChangeGenerationRequest, context: Context
    ) -> pb.ChangeGenerationResponse:
        """Taint or revoke an enrolment."""
        del context
        status = known(GenerationStatus, request.status, "status")
        if status not in _ENDS:
            raise Failure(Code.MALFORMED, field="status")
        generation = _generation(request)
        changed = await self.window.ask(
            request, lambda office: office.change_generation(request.user, generation, status, request.reason)
        )
        return pb.ChangeGenerationResponse(generation=generation_message(changed))

    async def PreviewForgetting(
        self, request: pb.PreviewForgettingRequest, context: Context
    ) -> pb.PreviewForgettingResponse:
        """Say which prints and secrets would go."""
        del context
        due = await self.window.ask(request, lambda office: office.preview_forgetting(request.user))
        return pb.PreviewForgettingResponse(generations=due)

    async def ForgetUser(self, request: pb.ForgetUserRequest, context: Context) -> pb.ForgetUserResponse:
        """Delete prints and secrets."""
        del context
        gone = await self.window.ask(request, lambda office: office.forget_user(request.user, request.reason))
        return pb.ForgetUserResponse(generations=gone)


def _generation(request: pb.ChangeGenerationRequest) -> int | None:
    if not request.HasField("generation"):
        return None
    return number(request.generation, 1, MAX_MESSAGE_NUMBER, "generation")
