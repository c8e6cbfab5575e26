"""What the search box looks through: whose rows, in which order, how a hit reads, where the full list stands.

Each kind is found by the one lookup (``core.search``) on a folded column with its own trigram index; each queryset is
scoped by the ``visible_to`` of its app, so that a hit never tells more than the list it stands in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.models import AwardProposal
from apps.catalog.models import AwardType
from apps.clusters.models import ClusterYear
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.text import fold
from apps.documents.models import Document
from apps.documents.symbols import as_symbol, beginnings
from apps.movements.models import Movement
from apps.registry.models import Award, GrantDocument
from apps.units.models import Person, Posting, Unit
from apps.units.person_policies import can_open_people
from apps.units.person_queries import main_posting


@dataclass(frozen=True)
class Hit:
    """One row found: what it is called, where it stands, what tells it from others; ``tag`` a word beside it."""

    title: str
    url: str
    note: str = ""
    tag: str = ""
    illustrative: bool = False


@dataclass(frozen=True, eq=False)
class Kind:
    """One group of results.

    ``scope(actor)``: the rows that may be found. ``shown()``: rows with what ``hit`` reads; only the found ones are
    read. ``order``: within the group. ``extra``: what the full list needs beside ``q`` to show the same rows.
    ``typed``: what the query becomes first. ``spelled(text)``: how what is called so may be written, folded; each of
    them is found by the text. ``named(text)``: a condition on rows that are called exactly so, shown before all others.
    ``newest``: the order in which an index holds the rows, where it is not ``order``.
    ``quick``: also offered while typing.
    """

    code: str
    label: str
    scope: Callable[[Actor], QuerySet]
    hit: Callable[[object, Actor, str], Hit]
    list_name: str
    order: tuple[str, ...]
    shown: Callable[[], QuerySet]
    extra: dict[str, str] = field(default_factory=dict)
    typed: Callable[[str], str] = str
    spelled: Callable[[str], list[str]] = lambda text: [fold(text)]
    named: Callable[[str], Q] | None = None
    newest: tuple[str, ...] = ()
    may: Callable[[Actor], object] = lambda actor: True
    quick: bool = True

    def list_url(self, text: str) -> str:
        return f"{reverse(self.list_name)}?{urlencode({'q': text} | self.extra)}"


def joined(*parts) -> str:
    return " · ".join(str(part) for part in parts if part)


def unit_hit(unit: Unit, actor: Actor, text: str) -> Hit:
    own = fold(f"{unit.name} {unit.short_name} {unit.code}")
    former = not all(word in own for word in fold(text).split())
    until = unit.valid_to and _("hoạt động đến %(day)s") % {"day": format_date(unit.valid_to)}
    # A unit carries the names of what it came out of: "Yên Bái" leads to Lào Cai, and the hit says why.
    tag = _("theo tên cũ, đơn vị tiền thân") if former else ""
    return Hit(unit.name, unit.get_absolute_url(), joined(unit.get_kind_display(), unit.province, until), tag)


def person_hit(person: Person, actor: Actor, text: str) -> Hit:
    posting = main_posting(person.all_postings, actor.on)
    former = not all(word in person.folded_name for word in fold(text).split())
    return Hit(
        person.label,
        person.get_absolute_url(),
        posting.post_and_unit if posting else "",
        _("theo tên khác") if former else "",
    )


def document_hit(paper: Document, actor: Actor, text: str) -> Hit:
    note = joined(paper.issuer_name, paper.abstract)
    return Hit(str(paper), paper.get_absolute_url(), note, paper.get_kind_display(), paper.illustrative)


def grant_hit(grant: GrantDocument, actor: Actor, text: str) -> Hit:
    note = joined(grant.authority_name, grant.occasion)
    return Hit(str(grant.document), grant.get_absolute_url(), note, illustrative=grant.illustrative)


def award_hit(award: Award, actor: Actor, text: str) -> Hit:
    decision = f"{award.grant.document.symbol} ({format_date(award.granted_on)})"
    tag = "" if award.is_held else str(award.get_state_display())
    note = joined(award.unit_name if award.subject == "individual" else "", decision)
    title = f"{award.recipient} – {award.award_type.name}"
    return Hit(title, award.get_absolute_url(), note, tag, award.grant.illustrative)


def award_type_hit(kind: AwardType, actor: Actor, text: str) -> Hit:
    url = f"{reverse('registry:award-list')}?{urlencode({'type': kind.pk})}"
    return Hit(kind.name, url, joined(kind.abbreviation, kind.get_list_display()))


def movement_hit(movement: Movement, actor: Actor, text: str) -> Hit:
    note = joined(movement.title, movement.stage) if movement.title != movement.short_name else movement.stage
    return Hit(movement.short_name, movement.get_absolute_url(), note, str(movement.get_level_display()))


def cluster_hit(cluster_year: ClusterYear, actor: Actor, text: str) -> Hit:
    return Hit(cluster_year.name, cluster_year.get_absolute_url(), str(cluster_year.year))


def proposal_hit(proposal: AwardProposal, actor: Actor, text: str) -> Hit:
    note = joined(proposal.unit_name, proposal.year)
    return Hit(proposal.occasion, proposal.get_absolute_url(), note, illustrative=proposal.illustrative)


def conference_hit(conference: Conference, actor: Actor, text: str) -> Hit:
    note = joined(format_date(conference.held_on), conference.place)
    return Hit(conference.title, conference.get_absolute_url(), note, illustrative=conference.illustrative)


def unit_named(text: str) -> Q:
    return Q(code__iexact=text) | Q(short_name__iexact=text)


def award_type_named(text: str) -> Q:
    """By its abbreviation, with or without diacritics, or its code: both stand as a word of their own."""
    return Q(code__iexact=text) | Q(abbreviation__iexact=text) | Q(search_text__contains=f" {fold(text)} ")


def people() -> QuerySet:
    return Person.objects.prefetch_related(Prefetch("postings", Posting.objects.for_list(), to_attr="all_postings"))


def of(model, *related: str) -> Callable[[], QuerySet]:
    return lambda: model.objects.select_related(*related) if related else model.objects.all()


KINDS = (
    Kind(
        code="units",
        label=gettext_lazy("Đơn vị"),
        scope=Unit.objects.visible_to,
        shown=of(Unit),
        order=("protocol_order", "sort_key", "pk"),
        hit=unit_hit,
        named=unit_named,
        list_name="units:unit-list",
    ),
    Kind(
        code="people",
        label=gettext_lazy("Cá nhân"),
        may=can_open_people,
        scope=Person.objects.visible_to,
        shown=people,
        order=("name_sort_key", "pk"),
        hit=person_hit,
        named=lambda text: Q(folded_name=fold(text)),
        list_name="units:person-list",
    ),
    Kind(
        code="documents",
        label=gettext_lazy("Văn bản"),
        scope=Document.objects.visible_to,
        shown=of(Document),
        order=("-issued_on", "sort_key", "pk"),
        newest=("-issued_on", "-pk"),
        hit=document_hit,
        list_name="documents:document-list",
        typed=as_symbol,
        spelled=beginnings,
    ),
    Kind(
        code="decisions",
        label=gettext_lazy("Quyết định khen thưởng"),
        scope=GrantDocument.objects.visible_to,
        shown=of(GrantDocument, "document"),
        order=("-document__issued_on", "-pk"),
        newest=("-document__issued_on", "-document_id"),
        hit=grant_hit,
        list_name="registry:grant-list",
        typed=as_symbol,
        spelled=beginnings,
    ),
    Kind(
        code="awards",
        label=gettext_lazy("Khen thưởng đã tặng"),
        scope=Award.objects.visible_to,
        shown=Award.objects.for_rows,
        order=("-granted_on", "-pk"),
        hit=award_hit,
        list_name="registry:award-list",
    ),
    Kind(
        code="award_types",
        label=gettext_lazy("Danh hiệu, hình thức khen thưởng"),
        scope=lambda actor: AwardType.objects.all(),
        shown=of(AwardType),
        order=("order", "code"),
        hit=award_type_hit,
        named=award_type_named,
        list_name="catalog:award-list",
    ),
    Kind(
        code="movements",
        label=gettext_lazy("Phong trào thi đua"),
        scope=Movement.objects.visible_to,
        shown=of(Movement),
        order=("-starts_on", "pk"),
        hit=movement_hit,
        list_name="movements:movement-list",
        typed=as_symbol,
        extra={"state": "all"},
    ),
    Kind(
        code="clusters",
        label=gettext_lazy("Cụm, Khu vực, Khối thi đua"),
        scope=ClusterYear.objects.visible_to,
        shown=of(ClusterYear, "year"),
        order=("-year__year", "pk"),
        hit=cluster_hit,
        named=lambda text: Q(cluster__code__iexact=text),
        list_name="clusters:cluster-year-list",
        quick=False,
    ),
    Kind(
        code="proposals",
        label=gettext_lazy("Hồ sơ đề nghị khen thưởng"),
        scope=AwardProposal.objects.visible_to,
        shown=of(AwardProposal, "year"),
        order=("-year__year", "-pk"),
        hit=proposal_hit,
        list_name="awards:proposal-list",
        quick=False,
    ),
    Kind(
        code="conferences",
        label=gettext_lazy("Hội nghị"),
        scope=Conference.objects.visible_to,
        shown=of(Conference),
        order=("-held_on", "pk"),
        hit=conference_hit,
        list_name="conferences:conference-list",
        quick=False,
    ),
)
