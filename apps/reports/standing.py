"""Who issued a report and whether it still holds, for the public page of its code."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from apps.awards.decision_enums import DecisionState
from apps.awards.models import AwardDecision
from apps.clusters.models import ActivityPlan
from apps.core.actor import system_actor
from apps.core.dates import format_date, local
from apps.documents.models import IssuedFile
from apps.documents.standing import Standing, Validity
from apps.pledges.models import Pledge
from apps.ranking.models import RankingRun
from apps.reports.models import SummaryReport
from apps.reports.registry import Report
from apps.reports.standing_rules import life_of
from apps.units.models import Unit

# From an object of a report to the body that issues it: its own unit before the one that organises.
ISSUERS = (
    "unit",
    "organiser",
    "cluster_year.cluster.organiser",
    "cluster.organiser",
    "year.organiser",
    "council.organiser",
    "duty.unit",
)
# Papers that are drafts until they are issued.
ISSUED = (AwardDecision, RankingRun, SummaryReport)
# Papers whose heading names the cluster itself, above it the organiser.
OF_CLUSTERS = (SummaryReport, Pledge, ActivityPlan)
# Of several papers in one file the worst is told.
WORST_FIRST = (
    Validity.CANCELLED,
    Validity.REPLACED,
    Validity.DRAFT,
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
    told = [validity_of(each, issued) for each in found] or [(Validity.ISSUED, "")]
    if len(found) < len(issued.subject_ids):
        told.append((Validity.CANCELLED, _("Hồ sơ gốc không còn trong hệ thống.")))
    validity, note = min(told, key=lambda each: WORST_FIRST.index(each[0]))
    issuers = dict.fromkeys(filter(None, (issuer_of(each, issued) for each in found)))
    issuer = next(iter(issuers), "") if len(issuers) == 1 else ""
    # A draft without a number is named by its abstract, in which anybody may stand.
    title = issued.title if report.title_is_public and validity != Validity.DRAFT else ""
    return Standing(str(report.title), title, issuer, validity, note)


def issuer_of(about: Model, issued: IssuedFile) -> str:
    """Name, on the day of issue, of the body that stands behind an object: the one in its printed heading."""
    if isinstance(about, OF_CLUSTERS) and about.cluster_year_id:
        return about.cluster_year.name
    for path in ISSUERS:
        found = about
        for step in path.split("."):
            found = getattr(found, step, None)
        if isinstance(found, Unit):
            return found.name_on(local(issued.issued_at).date())
    return ""


def is_official(objects: Iterable[Model], at: datetime) -> bool:
    """Whether a file made now of these objects is an issued paper: a decision, a published result, a final report."""
    objects, file = list(objects), IssuedFile(data_at=at)
    issued = (Validity.VALID, Validity.CORRECTED)
    return bool(objects) and all(isinstance(each, ISSUED) and validity_of(each, file)[0] in issued for each in objects)


def validity_of(about: Model, issued: IssuedFile) -> tuple[str, str]:
    """Validity and its note."""
    if isinstance(about, AwardDecision):
        return _of_decision(about, issued)
    if isinstance(about, RankingRun):
        return _of_ranking(about, issued)
    if isinstance(about, SummaryReport):
        return _of_summary(about, issued)
    life = life_of(about)
    return life.at(issued.data_at) if life else (Validity.ISSUED, "")


def _of_decision(decision: AwardDecision, issued: IssuedFile) -> tuple[str, str]:
    if decision.issued_at is None or issued.data_at < decision.issued_at:
        return Validity.DRAFT, _("Tệp kết xuất trước khi quyết định được ban hành.")
    if decision.state == DecisionState.REVOKED:
        return Validity.CANCELLED, _("Quyết định đã bị hủy bỏ.")
    if decision.state == DecisionState.CORRECTED:
        return Validity.CORRECTED, _("Quyết định có nội dung đã đính chính.")
    return Validity.VALID, ""


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
    if run.superseded_at is not None:
        words = {"day": format_date(local(run.superseded_at).date())}
        return Validity.REPLACED, _("Kết quả xếp hạng đã được thay thế ngày %(day)s.") % words
    if run.published_at is None or issued.data_at < run.published_at:
        return Validity.DRAFT, _("Kết quả dự kiến, kết xuất trước khi công bố.")
    return Validity.VALID, ""
