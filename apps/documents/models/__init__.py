from apps.documents.models.attachment import Attachment
from apps.documents.models.document import Document, Use
from apps.documents.models.issued_file import IssuedFile
from apps.documents.models.signed_copy import SignedCopy

__all__ = ["Attachment", "Document", "IssuedFile", "SignedCopy", "Use"]
