"""Who issued a report and whether it still holds, for the public page of its code."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import ForeignKey, Model, prefetch_related_objects
from django.utils.translation import gettext as _

from apps.awards.models import AwardDecision
from apps.clusters.models import ActivityPlan
from apps.core.actor import system_actor
from apps.core.dates import format_date, local
from apps.documents.models import IssuedFile
from apps.documents.standing import Standing, Validity
from apps.pledges.models import Pledge
from apps.ranking.models import RankingRun
from apps.reports.decision_standing import of_decision
from apps.reports.models import SummaryReport
from apps.reports.registry import Report
from apps.reports.standing_rules import life_of, read_ahead
from apps.units.models import Unit

# From an object of a report to the body that issues it: its own unit before the one that organises.
ISSUERS = (
    "conference.organiser",
    "unit",
    "organiser",
    "cluster_year.cluster.organiser",
    "cluster.organiser",
    "year.organiser",
    "council.organiser",
    "duty.unit",
)
# Papers whose heading names the cluster itself, above it the organiser.
OF_CLUSTERS = (SummaryReport, Pledge, ActivityPlan)
# Of several papers in one file the worst is told.
WORST_FIRST = (
    Validity.CANCELLED,
    Validity.REPLACED,
    Validity.DRAFT,
    Validity.PARTLY,
    Validity.CORRECTED,
    Validity.ISSUED,
    Validity.VALID,
)


def standing_of_zip(_issued: IssuedFile) -> Standing:
    """A parcel: each paper in it has a code of its own and holds or not by itself."""
    return Standing(_("Gói tệp"), validity="")


def standing(report: Report, issued: IssuedFile) -> Standing:
    """Of one file of a report, as its objects are now."""
    found = list(report.visible(system_actor()).filter(pk__in=issued.subject_ids))
    read_ahead(found)
    told = [validity_of(each, issued) for each in found] or [(Validity.ISSUED, "")]
    if len(found) < len(issued.subject_ids):
        told.append((Validity.CANCELLED, _("Hồ sơ gốc không còn trong hệ thống.")))
    validity, note = min(told, key=lambda each: WORST_FIRST.index(each[0]))
    issuers = issuers_of(found, local(issued.issued_at).date())
    issuer = next(iter(issuers)) if len(issuers) == 1 else ""
    # A draft without a number is named by its abstract, in which anybody may stand.
    title = issued.title if report.title_is_public and validity != Validity.DRAFT else ""
    return Standing(str(report.title), title, issuer, validity, note)


def issuers_of(objects: Iterable[Model], day: date) -> set[str]:
    """Names, on the day of issue, of the bodies that stand behind the objects: the ones in their printed headings.

    A query for each step of the way, whatever the number of objects.
    """
    open_, names, bodies = list(objects), set(), []
    of_clusters = [each for each in open_ if isinstance(each, OF_CLUSTERS) and each.cluster_year_id]
    prefetch_related_objects(of_clusters, "cluster_year")
    names.update(each.cluster_year.name for each in of_clusters)
    open_ = [each for each in open_ if each not in of_clusters]
    for path in ISSUERS:
        on_it = [each for each in open_ if _leads_to_unit(type(each), path)]
        if on_it:
            prefetch_related_objects(on_it, path.replace(".", "__"))
        reached = {id(each): unit for each in on_it if (unit := _follow(each, path))}
        bodies += reached.values()
        open_ = [each for each in open_ if id(each) not in reached]
    prefetch_related_objects(bodies, "former_names")
    return names | {unit.name_on(day) for unit in bodies}


def _leads_to_unit(model: type[Model], path: str) -> bool:
    """Whether the foreign keys of this way are there, down to a unit."""
    for step in path.split("."):
        fields = {field.name: field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}
        if step not in fields:
            return False
        model = fields[step].related_model
    return model is Unit


def _follow(about: Model | None, path: str) -> Unit | None:
    for step in path.split("."):
        about = getattr(about, step) if about is not None else None
    return about


def is_official(objects: Iterable[Model], at: datetime) -> bool:
    """Whether a file made now of these objects is a paper that was issued, sent or signed: all of them hold."""
    objects, file = list(objects), IssuedFile(data_at=at)
    read_ahead(objects)
    issued = (Validity.VALID, Validity.CORRECTED, Validity.PARTLY)
    return bool(objects) and all(validity_of(each, file)[0] in issued for each in objects)


def was_official(objects: Iterable[Model], at: datetime) -> bool:
    """Whether a file with the data of that moment was such a paper then, whatever was replaced, revoked or given back
    since; what was in hand again at that moment was none.
    """
    objects = list(objects)
    read_ahead(objects)
    return bool(objects) and all(_was_paper(each, at) for each in objects)


def _was_paper(about: Model, at: datetime) -> bool:
    if (life := life_of(about)) is not None:
        return life.lay_sent(at)
    return validity_of(about, IssuedFile(data_at=at))[0] not in (Validity.DRAFT, Validity.ISSUED)


def validity_of(about: Model, issued: IssuedFile) -> tuple[str, str]:
    """Validity and its note."""
    if isinstance(about, AwardDecision):
        return of_decision(about, issued)
    if isinstance(about, RankingRun):
        return _of_ranking(about, issued)
    if isinstance(about, SummaryReport):
        return _of_summary(about, issued)
    life = life_of(about)
    return life.at(issued.data_at) if life else (Validity.ISSUED, "")


def _of_summary(report: SummaryReport, issued: IssuedFile) -> tuple[str, str]:
    """The file shows the newest version that was official when it was made, else the draft of that day."""
    versions = report.versions.select_related("paper_version").order_by("number")
    official = [each for each in versions if each.is_official]
    printed = [each for each in official if each.official_at <= issued.data_at]
    if not printed:
        return Validity.DRAFT, _("Tệp kết xuất trước khi báo cáo được chốt chính thức.")
    if official[-1] != printed[-1]:
        words = {"day": format_date(local(official[-1].official_at).date())}
        return Validity.REPLACED, _("Báo cáo có bản chính thức mới ngày %(day)s.") % words
    return Validity.VALID, ""


def _of_ranking(run: RankingRun, issued: IssuedFile) -> tuple[str, str]:
    if run.published_at is None or issued.data_at < run.published_at:
        return Validity.DRAFT, _("Kết quả dự kiến, kết xuất trước khi công bố.")
    if run.superseded_at is not None:
        words = {"day": format_date(local(run.superseded_at).date())}
        return Validity.REPLACED, _("Kết quả xếp hạng đã được thay thế ngày %(day)s.") % words
    return Validity.VALID, ""
