"""Vào sổ văn bản: filing a paper into a body's register, changing it, taking it out again."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.core.copying import new_ids
from apps.core.errors import DomainError
from apps.core.text import clean, fold
from apps.core.versions import require_version
from apps.documents.domain.letting_go import let_go
from apps.documents.domain.secrecy import refuse_marks
from apps.documents.enums import KIND_MARKS, DocumentKind
from apps.documents.found_by import follow
from apps.documents.models import Document, number_key
from apps.documents.queries import in_register, twins
from apps.documents.scope import issuer_code as code_of_issuer

_MARK = re.compile(r"[-/]([a-z]+)")
_OLD_DECISION = re.compile(r"\d+[-/]ct")  # 144-CT: of the chairman of the Council of Ministers
_LETTER = re.compile(r"\d+/[a-z]+-[a-z]+")


class SymbolMissing(DomainError):
    """Nothing readable is left of the symbol: it was made of invisible characters."""

    default_message = _("Nhập số, ký hiệu của văn bản.")


class AlreadyFiled(DomainError):
    """The same symbol, year and issuer is there already; ``document`` is the first one."""

    def __init__(self, document: Document):
        self.document = document
        message = _("Văn bản số %(symbol)s năm %(year)s của %(issuer)s đã có trong sổ.")
        found = {"symbol": document.symbol, "year": document.issued_on.year, "issuer": document.issuer_name or "…"}
        super().__init__(message % found, field="symbol", code="filed")


class PerhapsFiled(DomainError):
    """Symbol and year are there already, and without the issuer nobody can tell whether it is the same paper."""

    def __init__(self, document: Document):
        self.document = document
        message = _(
            "Năm %(year)s đã có một văn bản số %(symbol)s. Khi chưa ghi cơ quan ban hành thì không biết có phải cùng "
            "một văn bản. Hãy ghi cơ quan ban hành, hoặc đánh dấu xác nhận đây là văn bản khác."
        )
        super().__init__(
            message % {"symbol": document.symbol, "year": document.issued_on.year}, field="confirmed", code="perhaps"
        )


class SaysTooMuch(DomainError):
    """A paper of the secret route is only a line: no abstract, not for everybody, no file."""

    default_message = _("Văn bản gửi theo đường công văn mật không ghi trích yếu, không đính tệp, không công bố.")


class InUse(DomainError):
    """A cited paper stays."""

    default_message = _("Văn bản đang được dẫn ở nơi khác nên không xóa được. Hãy bỏ dẫn ở những nơi đó trước.")


@dataclass(frozen=True)
class Paper:
    """What is printed on an official paper, and what it is for."""

    symbol: str
    issued_on: date
    issuer_name: str = ""
    issuer_code: str = ""
    kind: str = ""
    abstract: str = ""
    signer_name: str = ""
    signer_post: str = ""
    prefix: str = ""
    guidance_year: int | None = None
    for_everyone: bool = False
    secret_route: bool = False


PAPER_FIELDS = tuple(each.name for each in fields(Paper))


def kind_of_symbol(symbol: str) -> str:
    """The kind that the symbol tells (36/KH-…: a plan); other when it tells none.

    A letter carries no mark of its kind, only body and drafting unit: 5034/BTP-TCCB (Nghị định 30/2020, Phụ lục III).
    """
    return marked_kind(symbol) or (DocumentKind.LETTER if _LETTER.fullmatch(fold(symbol)) else DocumentKind.OTHER)


def marked_kind(symbol: str) -> str | None:
    """The kind whose mark stands in the symbol; None where it has none. The mark comes first; of later parts (of former
    times, 1234/UB-QĐ) only that of a decision is no drafting unit (5034/BTP-TC).
    """
    folded = fold(symbol)
    first, *later = [KIND_MARKS.get(mark) for mark in _MARK.findall(folded)] or [None]
    if DocumentKind.DECISION in later and first is None:
        return DocumentKind.DECISION
    return None if _OLD_DECISION.fullmatch(folded) else first


@operation()
def file_paper(
    *, paper: Paper, owner_code: str, owner_name: str, actor: Actor, now: datetime, confirmed: bool = False
) -> Document:
    """File a paper into the register of a body. The caller has asked ``policies.can_file``.

    ``confirmed``: the person has seen that symbol and year are there and says that it is another paper.
    Raises SymbolMissing, AlreadyFiled, PerhapsFiled, SecretMark, SaysTooMuch.
    """
    _refuse_twin(paper, owner_code=owner_code, confirmed=confirmed, actor=actor)
    return file_new(paper=paper, owner_code=owner_code, owner_name=owner_name, actor=actor, now=now)


@operation()
def change_paper(
    *, document_id: int, version: int, paper: Paper, actor: Actor, now: datetime, confirmed: bool = False
) -> Document:
    """Correct a filed paper. ``version``: the one that the person saw. The caller has asked ``policies.can_change``.

    Raises StaleVersion and what ``file_paper`` raises.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=document_id)  # citing it goes on meanwhile
    require_version(document, version)
    if paper.secret_route and document.files.exists():
        raise SaysTooMuch(field="secret_route")
    _refuse_twin(paper, owner_code=document.owner_code, confirmed=confirmed, actor=actor, but=document.pk)
    before = _told(document)
    _write(document, paper)
    after = _told(document)
    if before == after:
        return document
    document.version += 1
    document.saved_at, document.saved_by_label = now, actor.label
    _save(document)
    follow(document)
    changed = [name for name in after if after[name] != before[name]]
    record(
        "documents.document.change",
        actor=actor,
        target=document,
        at=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return document


@operation()
def remove_paper(*, document_id: int, actor: Actor, now: datetime) -> None:
    """Take a paper that nothing cites out of the register; its files are swept. Raises InUse."""
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.uses.exists():
        raise InUse
    attachments = [file.attachment for file in document.files.select_related("attachment")]
    record("documents.document.remove", actor=actor, target=document, at=now, before=_told(document))
    try:
        with transaction.atomic():
            document.delete()
    except ProtectedError as error:
        raise InUse from error
    let_go(attachments)


def file_new(
    *, paper: Paper, owner_code: str, actor: Actor, now: datetime, owner_name: str = "", illustrative: bool = False
) -> Document:
    """Write a paper that is not in the register. Raises SymbolMissing, AlreadyFiled, SecretMark, SaysTooMuch."""
    document = Document(
        owner_code=owner_code,
        owner_name=owner_name,
        illustrative=illustrative,
        saved_at=now,
        saved_by_label=actor.label,
    )
    _write(document, paper)
    _save(document)
    record("documents.document.file", actor=actor, target=document, at=now, after=_filed(document))
    return document


def file_list(
    *, papers: Sequence[Paper], owner_code: str, owner_name: str, actor: Actor, now: datetime
) -> list[Document]:
    """The Documents of these papers, each with its issuer, in one register, in the order given; new ones are filed.

    A handful of statements, whatever their number; called inside the operation of who brings the list. A paper that
    stands twice in the list is one Document. Raises SymbolMissing, SecretMark, SaysTooMuch.
    """
    made: dict[tuple, Document] = {}
    code_of = cache(code_of_issuer)  # a few issuers, many papers
    for paper in papers:
        document = Document(owner_code=owner_code, owner_name=owner_name, saved_at=now, saved_by_label=actor.label)
        _write(document, paper, code_of=code_of)
        document.derive()
        made.setdefault(_place(document), document)
    there = _in_register(owner_code, made.values())
    new = [document for place, document in made.items() if place not in there]
    for document, pk in zip(new, new_ids(Document, len(new)), strict=True):
        document.pk = pk
    # Whoever files one of them in this very moment keeps the place, and that one is taken.
    Document.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    there |= _in_register(owner_code, new)
    lines = [
        Line("documents.document.file", document, after=_filed(document))
        for document in new
        if there[_place(document)].pk == document.pk
    ]
    record_many(lines, actor=actor, at=now)
    return [there[_place_of(paper)] for paper in papers]


def _in_register(owner_code: str, papers: Iterable[Document]) -> dict[tuple, Document]:
    """What stands in the places of these papers."""
    found: dict[tuple, Document] = {}
    same = Document.objects.of_symbols({document.symbol for document in papers})
    for document in same.filter(owner_code=owner_code).order_by("pk"):
        found.setdefault(_place(document), document)
    return found


def _place(document: Document) -> tuple:
    """What stands once in a register: issuer, symbol, year."""
    return document.issuer_key, number_key(document.symbol), document.issued_on.year


def _place_of(paper: Paper) -> tuple:
    return fold(clean(paper.issuer_name)), number_key(clean(paper.symbol)), paper.issued_on.year


def _filed(document: Document) -> dict:
    return {"symbol": document.symbol, "issued_on": document.issued_on.isoformat(), "issuer": document.issuer_name}


def _write(document: Document, paper: Paper, *, code_of: Callable[[str], str] = code_of_issuer) -> None:
    """Put what is printed on the paper into the row, cleaned and checked."""
    for name, value in asdict(paper).items():
        setattr(document, name, clean(value) if isinstance(value, str) else value)
    if not document.symbol:
        raise SymbolMissing(field="symbol")
    document.kind = document.kind or kind_of_symbol(document.symbol)
    document.issuer_code = document.issuer_code or code_of(document.issuer_name)
    for name in ("symbol", "abstract", "issuer_name"):
        refuse_marks(getattr(document, name), field=name)
    if document.secret_route and (document.abstract or document.for_everyone):
        raise SaysTooMuch(field="abstract" if document.abstract else "for_everyone")


def _save(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:  # filed by somebody else in this very moment
        year = document.issued_on.year
        first = in_register(document.owner_code, document.symbol, year, document.issuer_name)
        first = first.exclude(pk=document.pk).order_by("pk").first()
        if first is None:
            raise
        raise AlreadyFiled(first) from error


def _refuse_twin(paper: Paper, *, owner_code: str, confirmed: bool, actor: Actor, but: int | None = None) -> None:
    """Stop a second filing of what the person sees already. One filing of a symbol and year at a time."""
    if not clean(paper.symbol):
        raise SymbolMissing(field="symbol")
    _wait_for_turn(f"documents:{number_key(paper.symbol)}:{paper.issued_on.year}")
    issuer, code = fold(paper.issuer_name), paper.issuer_code or code_of_issuer(paper.issuer_name)
    unsure = None
    for other in twins(paper, owner_code=owner_code, actor=actor).exclude(pk=but):
        if issuer and (other.issuer_key == issuer or (code and other.issuer_code == code)):
            raise AlreadyFiled(other)
        if not issuer or not other.issuer_key:
            unsure = unsure or other
    if unsure is not None and not confirmed:
        raise PerhapsFiled(unsure)


def _wait_for_turn(key: str) -> None:
    """Two filings of one symbol meet here: the second waits until the first has committed, and then sees it.

    The unique index knows one register only; the same paper may be on its way into two registers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _told(document: Document) -> dict:
    """The fields of a paper as the trail keeps them."""
    values = {name: getattr(document, name) for name in PAPER_FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
