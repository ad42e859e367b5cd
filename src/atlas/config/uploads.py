"""The first to see an uploaded file: what is larger than anything that the site takes is not read to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest


class SizeLimit(FileUploadHandler):
    """Stops a request whose file grows above `ATLAS_LARGEST_UPLOAD` bytes; views find no file, and `upload_stopped`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._left = settings.ATLAS_LARGEST_UPLOAD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand a chunk on to the handlers that keep it.

        Raises:
            StopUpload: the file is too large; the rest is not read.
        """
        self._left -= len(raw_data)
        if self._left < 0:
            cast("ActorRequest", self.request).upload_stopped = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing: that is for the next handler."""
        return
