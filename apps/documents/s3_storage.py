"""S3-compatible storage: private objects that leave through our own pages only."""

from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

_MISSING = {"NoSuchKey", "404", "NotFound"}


class PrivateS3Storage(S3Storage):
    """Objects without public access and without addresses; ranges are read from the store, never whole files."""

    def __init__(self, **settings):
        if not settings.get("bucket_name"):
            raise ImproperlyConfigured("STORAGE_S3_BUCKET is empty")
        super().__init__(**{"default_acl": None, "file_overwrite": False, **settings})

    def url(self, *args, **kwargs):
        raise NotImplementedError("Files leave through our own pages only, where the right is checked")

    def open_range(self, name: str, start: int = 0, length: int | None = None):
        """The object's bytes as a stream. Raises FileNotFoundError."""
        asked = {}
        if start or length is not None:
            asked["Range"] = f"bytes={start}-" + ("" if length is None else str(start + length - 1))
        try:
            return self.bucket.Object(self._normalize_name(clean_name(name))).get(**asked)["Body"]
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise FileNotFoundError(name) from error
            raise
