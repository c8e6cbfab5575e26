"""Reports that are official documents: one ``compose(data, printing)`` → ``Printed`` serves PDF and Word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from apps.core.docx import print_docx, print_several_docx
from apps.core.pdf import Printed, print_pdf, print_several_pdf
from apps.reports.registry import DOCX, PDF, Printing

Compose = Callable[[object, Printing], Printed]
ComposeSeveral = Callable[[object, Printing], Sequence[Printed]]
Render = Callable[[object, Printing], bytes]


@dataclass(frozen=True)
class OfficialPdf:
    """PDF of an official document; ``compose`` is offered so that a long list can be cut into volumes."""

    compose: Compose

    def __call__(self, data: object, printing: Printing) -> bytes:
        return print_pdf(self.compose(data, printing))


def renderers(compose: Compose) -> Mapping[str, Render]:
    """PDF and DOCX of the same document."""
    return {
        PDF: OfficialPdf(compose),
        DOCX: lambda data, printing: print_docx(compose(data, printing)),
    }


def several(compose: ComposeSeveral) -> Mapping[str, Render]:
    """PDF and DOCX of documents one after the other: letters to several addressees, minutes of several ballots."""
    return {
        PDF: lambda data, printing: print_several_pdf(compose(data, printing)),
        DOCX: lambda data, printing: print_several_docx(compose(data, printing)),
    }
