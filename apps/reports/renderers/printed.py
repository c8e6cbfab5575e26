"""Reports that are official documents: one ``compose(data, printing)`` → ``Printed`` serves PDF and Word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from apps.core.docx import print_docx, print_several_docx
from apps.core.pdf import Printed, print_pdf, print_several_pdf
from apps.reports.registry import DOCX, PDF, Printing
from apps.reports.volumes import Volume, shared_out, split, tables_of

Compose = Callable[[object, Printing], Printed]
ComposeSeveral = Callable[[object, Printing], Sequence[Printed]]
Render = Callable[[object, Printing], bytes]


@dataclass(frozen=True)
class OfficialPdf:
    """PDF of an official document; a long list is cut into volumes."""

    compose: Compose

    def __call__(self, data: object, printing: Printing) -> bytes:
        return print_pdf(self.compose(data, printing))

    def cut(self, data: object, printing: Printing) -> list[Volume]:
        parts = split(self.compose(data, printing))
        return [Volume(partial(print_pdf, part), tables_of(part)) for part in parts]


@dataclass(frozen=True)
class SeveralPdf:
    """PDF of documents one after the other; many are shared out over volumes, each document whole."""

    compose: ComposeSeveral

    def __call__(self, data: object, printing: Printing) -> bytes:
        return print_several_pdf(self.compose(data, printing))

    def cut(self, data: object, printing: Printing) -> list[Volume]:
        parts = shared_out(self.compose(data, printing), _rows_of)
        return [Volume(partial(print_several_pdf, part), [_said(each) for each in part]) for part in parts]


def _rows_of(printed: Printed) -> int:
    """A letter without a table is as one row."""
    return sum(len(table.rows) for table in tables_of(printed)) or 1


def _said(printed: Printed) -> object:
    return tables_of(printed) or list(printed.paragraphs)


def renderers(compose: Compose) -> Mapping[str, Render]:
    """PDF and DOCX of the same document."""
    return {
        PDF: OfficialPdf(compose),
        DOCX: lambda data, printing: print_docx(compose(data, printing)),
    }


def several(compose: ComposeSeveral) -> Mapping[str, Render]:
    """PDF and DOCX of documents one after the other: letters to several addressees, minutes of several ballots."""
    return {
        PDF: SeveralPdf(compose),
        DOCX: lambda data, printing: print_several_docx(compose(data, printing)),
    }
