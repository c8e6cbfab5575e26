"""Reports that are official documents: one ``compose(data, printing)`` → ``Printed`` serves PDF and Word."""

from collections.abc import Callable, Mapping, Sequence

from apps.core.docx import print_docx, print_several_docx
from apps.core.pdf import Printed, print_pdf, print_several_pdf
from apps.reports.registry import DOCX, PDF, Printing

Compose = Callable[[object, Printing], Printed]
ComposeSeveral = Callable[[object, Printing], Sequence[Printed]]
Render = Callable[[object, Printing], bytes]


def renderers(compose: Compose) -> Mapping[str, Render]:
    """PDF and DOCX of the same document."""
    return {
        PDF: lambda data, printing: print_pdf(compose(data, printing)),
        DOCX: lambda data, printing: print_docx(compose(data, printing)),
    }


def several(compose: ComposeSeveral) -> Mapping[str, Render]:
    """PDF and DOCX of documents one after the other: letters to several addressees, minutes of several ballots."""
    return {
        PDF: lambda data, printing: print_several_pdf(compose(data, printing)),
        DOCX: lambda data, printing: print_several_docx(compose(data, printing)),
    }
