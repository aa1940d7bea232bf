"""What administrators ask about images."""

from __future__ import annotations

from collections.abc import AsyncIterator

import grpc

from server.rpc.administration.records import image_message, release_of
from server.rpc.administration.upload import Upload
from server.rpc.administration.window import Window, portions
from server.rpc.call import current_call
from server.rpc.places import Places
from server.services.verbs import Administration
from shared.stores.media_types import media_type_of
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

            def put(office: Administration) -> pb.Image:
                # What a branch is told of an image's kind is found here, whatever the sender believes.
                media_type = media_type_of(data, "The file")
                stored = office.put_image(
                    header.image, data, media_type, release, header.reason, lambda done, total: None
                )
                return image_message(stored)

            return pb.PutImageResponse(image=await self.window.run_long(put))

    async def ListAllImages(
        self, request: pb.ListAllImagesRequest, context: Context
    ) -> AsyncIterator[pb.ListAllImagesResponse]:
        """Every image."""
        del context
        images = await self.window.ask(request, lambda office: office.list_images())
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
