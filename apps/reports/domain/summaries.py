"""Báo cáo tổng kết: begun, typed, handed over to the papers of the closing meeting; an organiser's own is finished."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.conferences.domain.papers import add_paper, save_draft
from apps.conferences.enums import ConferenceKind, PaperKind, PaperState
from apps.conferences.models import Conference, PaperVersion
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.plain import plain
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.reports.enums import Part
from apps.reports.models import SummaryReport, SummaryVersion
from apps.reports.summary.content import SummaryContent
from apps.reports.summary.reading import content_now

SEEN = 40  # hexadecimal digits: 160 bits, as long as forms take


class OtherYear(DomainError):
    """The meeting does not close the year of the report."""

    default_message = _("Hội nghị này không tổng kết năm của báo cáo.")


class NotReadSo(DomainError):
    """What would be handed over is not what the person has read."""

    default_message = _("Số liệu hoặc nội dung vừa thay đổi. Xem lại bản dưới đây rồi chuyển.")


class PaperEdited(DomainError):
    """The secretary of the meeting has changed the draft that was handed over earlier."""

    default_message = _("Bản dự thảo trong tài liệu hội nghị đã được sửa. Xem bản đó; chỉ thay khi đã thống nhất.")


class OfCluster(DomainError):
    """The report of a cluster becomes official at its meeting."""

    default_message = _("Báo cáo của Cụm, Khu vực được thông qua tại hội nghị tổng kết.")


@operation()
def begin_summary(
    *, actor: Actor, now: datetime, cluster_year_id: int | None = None, year_id: int | None = None
) -> SummaryReport:
    """The report of a ClusterYear, or of an organiser's whole year; one that was begun before is answered as it is.

    Raises YearClosed.
    """
    year = EmulationYear.objects.get(
        pk=ClusterYear.objects.values_list("year_id", flat=True).get(pk=cluster_year_id) if cluster_year_id else year_id
    )
    require_writable(year)
    found, made = SummaryReport.objects.get_or_create(
        year=year, cluster_year_id=cluster_year_id, defaults={"saved_by_label": actor.label, "saved_at": now}
    )
    if made:
        record("reports.summary.begin", actor=actor, target=found, at=now)
    return found


@operation()
def save_summary(
    *,
    summary_id: int,
    texts: Mapping[str, str],
    omitted: Collection[str],
    version: int,
    actor: Actor,
    now: datetime,
) -> SummaryReport:
    """Keep what was typed, by part, and which true sentences are left out. Raises StaleVersion, YearClosed."""
    found = _lock(summary_id)
    require_version(found, version)
    typed = {part.value: clean(texts.get(part.value, ""), multiline=True) for part in Part}
    typed, left_out = {part: text for part, text in typed.items() if text}, sorted(set(omitted))
    if (typed, left_out) == (found.texts, found.omitted):
        return found
    before = sorted({*found.texts, *typed})
    changed = [part for part in before if found.texts.get(part) != typed.get(part)]
    found.texts, found.omitted = typed, left_out
    _touch(found, actor, now)
    record("reports.summary.save", actor=actor, target=found, at=now, after={"parts": changed, "omitted": left_out})
    return found


@operation()
def hand_over_summary(
    *,
    summary_id: int,
    conference_id: int,
    seen: str,
    version: int,
    actor: Actor,
    now: datetime,
    replace: bool = False,
) -> SummaryVersion:
    """Freeze the report as it reads now as the draft of the meeting's paper; the chair makes it official there.

    ``seen``: ``what_is_read`` of what the person has read. ``replace``: the draft that was changed at the meeting goes.
    The caller has asked ``can_write`` of the report and ``can_prepare`` of the meeting. Raises StaleVersion, NotReadSo,
    OtherYear, PaperEdited, YearClosed and what ``papers`` raise.
    """
    found = _lock(summary_id)
    require_version(found, version)
    conference = Conference.objects.get(pk=conference_id)
    closes = conference.kind == ConferenceKind.CLOSING and conference.cluster_year_id == found.cluster_year_id
    if found.cluster_year_id is None or not closes:
        raise OtherYear
    content, text = _read(found, seen, now)
    if not replace and is_edited(found, conference.pk):
        raise PaperEdited(field="replace")
    paper = _paper(found, conference, content, text, actor, now)
    made = _freeze(found, content, text, actor, now, paper_version=paper)
    _touch(found, actor, now)
    what = [conference.title, made.number]
    record("reports.summary.hand_over", actor=actor, target=found, at=now, after=what)
    return made


@operation()
def finish_summary(*, summary_id: int, seen: str, version: int, actor: Actor, now: datetime) -> SummaryVersion:
    """Freeze an organiser's own report as official. The caller has asked ``can_finish``.

    Raises StaleVersion, NotReadSo, OfCluster, YearClosed.
    """
    found = _lock(summary_id)
    require_version(found, version)
    if found.cluster_year_id is not None:
        raise OfCluster
    content, text = _read(found, seen, now)
    made = _freeze(found, content, text, actor, now, finished_at=now)
    _touch(found, actor, now)
    record("reports.summary.finish", actor=actor, target=found, at=now, after=made.number)
    return made


def what_is_read(content: SummaryContent) -> str:
    """Fingerprint of the words of a report."""
    text = "\n".join([content.as_text, *content.gaps])
    return hashlib.sha256(text.encode()).hexdigest()[:SEEN]


def _read(found: SummaryReport, seen: str, now: datetime) -> tuple[SummaryContent, str]:
    content = content_now(found, now)
    if what_is_read(content) != seen:
        raise NotReadSo
    return content, clean(content.as_text, multiline=True)


def is_edited(found: SummaryReport, conference_id: int) -> bool:
    """Whether the meeting has a draft that reads otherwise than what was handed over last."""
    earlier = _earlier(found, conference_id)
    draft = earlier and earlier.paper_version.paper.versions.filter(state=PaperState.DRAFT).first()
    return bool(draft) and draft.text != earlier.content["text"]


def _earlier(found: SummaryReport, conference_id: int) -> SummaryVersion | None:
    """The version that went to this meeting last."""
    handed = found.versions.filter(paper_version__paper__conference=conference_id).select_related(
        "paper_version__paper"
    )
    return handed.select_related("paper_version__paper").order_by("-number").first()


def _paper(found, conference, content: SummaryContent, text: str, actor: Actor, now: datetime) -> PaperVersion:
    """The draft of the paper of this meeting that earlier versions became, or of a new one."""
    earlier = _earlier(found, conference.pk)
    told = {"title": content.title, "text": text, "actor": actor, "now": now}
    if earlier is None:
        paper = add_paper(conference_id=conference.pk, kind=PaperKind.REPORT, **told)
    else:
        paper = earlier.paper_version.paper
        paper = save_draft(paper_id=paper.pk, version=paper.version, **told)
    return paper.versions.get(state=PaperState.DRAFT)


def _freeze(found: SummaryReport, content: SummaryContent, text: str, actor: Actor, now: datetime, **where):
    last = found.versions.order_by("-number").values_list("number", flat=True).first() or 0
    with kept_language():
        kept = {**plain(content), "text": text}
    return SummaryVersion.objects.create(
        report=found, number=last + 1, content=kept, data_at=now, made_by_label=actor.label, **where
    )


def _lock(summary_id: int) -> SummaryReport:
    found = SummaryReport.objects.select_for_update(no_key=True).get(pk=summary_id)
    require_writable(found.year)
    return found


def _touch(found: SummaryReport, actor: Actor, now: datetime) -> None:
    found.version += 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
