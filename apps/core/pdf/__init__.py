"""Printing: ``render_pdf`` and the data that its templates take (see ``templates/pdf/README.md``)."""

from apps.core.pdf.layout import (
    Annex,
    Article,
    Centred,
    DocumentTable,
    Figure,
    Heading,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
    Verification,
    numbered,
    roman,
)
from apps.core.pdf.readiness import pdf_available, pdf_problems
from apps.core.pdf.rendering import PdfUnavailable, print_pdf, print_several_pdf, render_pdf

__all__ = [
    "Annex",
    "Article",
    "Centred",
    "DocumentTable",
    "Figure",
    "Heading",
    "IssuingBody",
    "OfficialDocument",
    "PdfUnavailable",
    "PlaceDate",
    "Printed",
    "Signature",
    "SmallPrint",
    "TableColumn",
    "TableRow",
    "Verification",
    "numbered",
    "pdf_available",
    "pdf_problems",
    "print_pdf",
    "print_several_pdf",
    "render_pdf",
    "roman",
]
