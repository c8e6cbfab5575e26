"""Receiving files: what is over the limit is counted, not kept."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk as long as it may be taken; of a larger one only the size stays.

    So 200 MB cost neither disk nor memory, and the form still comes back with everything that was typed and the
    message beside its field (``core.uploads.check_upload`` goes by the size that was sent).
    """

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= settings.UPLOAD_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
        else:
            self.file.seek(0)
            self.file.truncate()
