"""Reports that are one official document: one ``compose(data, printing)`` → ``Printed`` serves PDF and Word."""

from collections.abc import Callable, Mapping

from apps.core.docx import print_docx
from apps.core.pdf import Printed, print_pdf
from apps.reports.registry import DOCX, PDF, Printing

Compose = Callable[[object, Printing], Printed]
Render = Callable[[object, Printing], bytes]


def renderers(compose: Compose) -> Mapping[str, Render]:
    """PDF and DOCX of the same document."""
    return {
        PDF: lambda data, printing: print_pdf(compose(data, printing)),
        DOCX: lambda data, printing: print_docx(compose(data, printing)),
    }
