"""Printing: ``render_pdf`` and the data that its templates take (see ``templates/pdf/README.md``)."""

from apps.core.pdf.layout import (
    Annex,
    DocumentTable,
    Figure,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Signature,
    TableColumn,
    TableRow,
    Verification,
    numbered,
)
from apps.core.pdf.readiness import pdf_available, pdf_problems
from apps.core.pdf.rendering import PdfUnavailable, render_pdf

__all__ = [
    "Annex",
    "DocumentTable",
    "Figure",
    "IssuingBody",
    "OfficialDocument",
    "PdfUnavailable",
    "PlaceDate",
    "Signature",
    "TableColumn",
    "TableRow",
    "Verification",
    "numbered",
    "pdf_available",
    "pdf_problems",
    "render_pdf",
]
