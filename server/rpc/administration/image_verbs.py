"""What administrators ask about images."""

from __future__ import annotations

from collections.abc import AsyncIterator

import grpc

from server.rpc.administration.records import image_message, release_message, release_of
from server.rpc.administration.upload import Upload
from server.rpc.administration.window import Window, portions
from server.rpc.call import current_call
from server.rpc.places import Places
from server.services.administration import PutImage
from server.services.verbs import Administration
from shared.errors import Failure
from shared.stores.image_contents import contents_of
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb

Context = grpc.aio.ServicerContext


class ImageVerbs:
    """Verbs of images; the bytes of one go up in chunks and never down."""

    window: Window
    uploads: Places

    async def PutImage(self, request_iterator: object, context: Context) -> pb.PutImageResponse:
        """Store an image."""
        del request_iterator  # messages are read one at a time, each within its time
        call = current_call()
        with self.uploads.taken(call.actor_uri):
            upload = Upload(context, call.watch, self.window.office)
            header = await upload.header()
            self.window.admit(header)
            data = await upload.data(header.size)
            release = release_of(header.release)

            def put(office: Administration) -> PutImage:
                # What a branch is told of an image's kind is found here, whatever the sender believes.
                (content,) = contents_of([("The file", data)])
                if isinstance(content, Failure):
                    raise content
                what = (header.image, data, content.media_type, release)
                if header.dry_run:
                    return office.preview_put(*what, _silent)
                return office.put_image(*what, header.reason, _silent)

            done = await self.window.run_long(put)
            return pb.PutImageResponse(image=image_message(done.record), is_new=done.is_new)

    async def ListAllImages(
        self, request: pb.ListAllImagesRequest, context: Context
    ) -> AsyncIterator[pb.ListAllImagesResponse]:
        """Every image."""
        del context
        images = await self.window.ask(request, lambda office: office.list_images(removed=request.removed))
        async for message in portions(
            images, lambda some: pb.ListAllImagesResponse(images=map(image_message, some))
        ):
            yield message

    async def GetImage(self, request: pb.GetImageRequest, context: Context) -> pb.GetImageResponse:
        """One image's entry."""
        del context
        record = await self.window.ask(request, lambda office: office.show_image(request.image))
        return pb.GetImageResponse(image=image_message(record))

    async def ReleaseImage(
        self, request: pb.ReleaseImageRequest, context: Context
    ) -> pb.ReleaseImageResponse:
        """Say to whom an image is released."""
        del context
        release = release_of(request.release)
        record = await self.window.ask(
            request, lambda office: office.release_image(request.image, release, request.reason)
        )
        return pb.ReleaseImageResponse(image=image_message(record))

    async def PreviewRemoval(
        self, request: pb.PreviewRemovalRequest, context: Context
    ) -> pb.PreviewRemovalResponse:
        """Say what removing an image would do."""
        del context
        due = await self.window.ask(request, lambda office: office.preview_removal(request.image))
        return pb.PreviewRemovalResponse(image=image_message(due.record), step=due.step.value)

    async def RemoveImage(self, request: pb.RemoveImageRequest, context: Context) -> pb.RemoveImageResponse:
        """Remove an image for ever."""
        del context
        gone = await self.window.ask(
            request, lambda office: office.remove_image(request.image, request.reason)
        )
        return pb.RemoveImageResponse(image=image_message(gone.record), step=gone.step.value)

    async def CheckRelease(
        self, request: pb.CheckReleaseRequest, context: Context
    ) -> pb.CheckReleaseResponse:
        """Whether a release names only whom there is."""
        del context
        wanted = release_of(request.release)
        release = await self.window.ask(request, lambda office: office.check_receivers(wanted))
        return pb.CheckReleaseResponse(release=release_message(release))


def _silent(done: int, total: int) -> None:
    """The image is here: nothing is on its way."""
    del done, total
