"""Số, ký hiệu: of our own papers in the form that the decree wants, of cited papers which sort they name.

Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (number, then a stroke, mark of the sort, hyphen, who issues) and
Phụ lục III (marks).
"""

import re

from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.core.text import clean, fold, is_dash
from apps.documents.domain.filing import SymbolMissing, marked_kind
from apps.documents.enums import DocumentKind
from apps.documents.models import Document

MARKS = {DocumentKind.DECISION: "QĐ", DocumentKind.SUBMISSION: "TTr"}
MOST_ZEROS = 2  # before a number; the register knows a paper without them (models.document)
_HYPHEN = re.compile(r"\s*-\s*")
_STROKE = re.compile(r"\s*/\s*")
_OWN = re.compile(r"(?P<zeros>0*)(?P<number>[1-9]\d{0,5})/(?P<mark>[^\W\d_]+)-(?P<body>[^\W\d_][\w.&]*(?:-[\w.&]+)*)")


class NumberWrong(DomainError):
    """A number that no paper of this sort can bear."""


class WrongKind(DomainError):
    """The paper cited is of another sort than the one that may stand there."""


def own_number(typed: str, kind: str) -> str:
    """The number of a paper of ours as it is printed: 123/QĐ-BTP; mark and strokes as the decree writes them.

    Raises SymbolMissing, NumberWrong.
    """
    hyphened = "".join("-" if is_dash(each) else each for each in clean(typed))  # dashes as word processors write them
    symbol = _STROKE.sub("/", _HYPHEN.sub("-", hyphened))
    if not symbol:
        raise SymbolMissing(field="symbol")
    found, mark = _OWN.fullmatch(symbol), MARKS[kind]
    if found is None or fold(found["mark"]) != fold(mark):
        words = _(
            "Số, ký hiệu có dạng số/%(mark)s-chữ viết tắt tên cơ quan, ví dụ 123/%(mark)s-BTP "
            "(Nghị định 30/2020/NĐ-CP, Phụ lục I)."
        )
        raise NumberWrong(words % {"mark": mark}, field="symbol")
    if len(found["zeros"]) > MOST_ZEROS:
        words = _("Trước số ghi không quá hai chữ số 0, ví dụ 005/%(mark)s-BTP.")
        raise NumberWrong(words % {"mark": mark}, field="symbol")
    body = found["body"].upper() if found["body"].islower() else found["body"]
    return f"{found['zeros']}{found['number']}/{mark}-{body}"


def may_be(symbol: str, kind: str) -> bool:
    """Whether a number, of whatever age, bears the mark of no other sort."""
    return marked_kind(symbol) in {kind, None} and _is_numbered(symbol)


def named_as(symbol: str, kind: str) -> str:
    """The sort to file a paper with that its reader calls one of this sort; empty where its number says otherwise."""
    return kind if may_be(symbol, kind) else ""


def _is_numbered(symbol: str) -> bool:
    return any(each.isdigit() for each in symbol)


def require_kind(paper: Document, *kinds: str, old_marks: bool = False) -> None:
    """By what the register says of the paper, which its symbol told when it was filed. ``old_marks``: a number of
    former times may name no sort (435 KT/CTN). Raises WrongKind.
    """
    named = paper.kind in kinds or (old_marks and paper.kind == DocumentKind.OTHER)
    if named and _is_numbered(paper.symbol):
        return
    wanted = _(" hoặc ").join(str(DocumentKind(kind).label).lower() for kind in kinds)
    mark = MARKS.get(kinds[0], "QĐ")
    if paper.kind == DocumentKind.OTHER or paper.kind in kinds:
        words = _("“%(symbol)s” không phải số của %(wanted)s: ghi như trên văn bản, ví dụ 123/%(mark)s-BTP.")
    else:
        words = _("%(symbol)s là %(kind)s, không phải %(wanted)s: nhập số của %(wanted)s, ví dụ 123/%(mark)s-BTP.")
    said = {"symbol": paper.symbol, "kind": str(paper.get_kind_display()).lower(), "wanted": wanted, "mark": mark}
    raise WrongKind(words % said, field="symbol")
