from apps.documents.models.attachment import Attachment
from apps.documents.models.document import Document, DocumentFile, Use, number_key, spellings
from apps.documents.models.file_signature import FileSignature
from apps.documents.models.issued_file import IssuedFile
from apps.documents.models.sheet_import import SheetImport
from apps.documents.models.signed_copy import SignedCopy

__all__ = [
    "Attachment",
    "Document",
    "DocumentFile",
    "FileSignature",
    "IssuedFile",
    "SheetImport",
    "SignedCopy",
    "Use",
    "number_key",
    "spellings",
]
