"""Papers: drafted, read before the meeting by the presenter, made official with the remark of the chair (S002-6)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.conferences.domain.planning import lock_conference, lock_running
from apps.conferences.domain.telling import people_of, when_and_where
from apps.conferences.enums import PaperState
from apps.conferences.models import Attendee, Conference, ConferencePaper, PaperReading, PaperVersion, Presenter
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.uploads import DOCX, PDF, XLSX
from apps.core.versions import require_version
from apps.documents.domain.attachments import mark_used, store
from apps.notifications.domain.sending import notify

PAPER_KINDS = (PDF, DOCX, XLSX)


class NoDraft(DomainError):
    """The paper is official already."""

    default_message = _("Tài liệu đã là bản chính thức. Lập bản dự thảo mới để sửa.")


class NotOfThisMeeting(DomainError):
    """The unit is not invited."""

    default_message = _("Đơn vị không thuộc hội nghị này.")


class NotOfficial(DomainError):
    """A draft is not for the units."""

    default_message = _("Tài liệu chưa có bản chính thức.")


class EmptyPaper(DomainError):
    """Nothing is written."""

    default_message = _("Tài liệu chưa có nội dung.")


def _lock_paper(paper_id: int) -> tuple[Conference, ConferencePaper]:
    """Raises TransitionNotAllowed after the meeting."""
    conference = lock_running(ConferencePaper.objects.values_list("conference_id", flat=True).get(pk=paper_id))
    return conference, ConferencePaper.objects.select_for_update(no_key=True).get(pk=paper_id)


@operation()
def add_paper(
    *, conference_id: int, kind: str, title: str, text: str, actor: Actor, now: datetime, file=None
) -> ConferencePaper:
    """A new paper with its first draft: text, an uploaded ``file``, or both. The caller has asked ``can_prepare``.

    Raises what ``documents.attachments.store`` raises.
    """
    conference = lock_running(conference_id)
    last = conference.papers.aggregate(last=Max("order"))["last"] or 0
    paper = ConferencePaper.objects.create(
        conference=conference,
        order=last + 1,
        kind=kind,
        title=clean(title),
        saved_by_label=actor.label,
        saved_at=now,
    )
    version = PaperVersion(paper=paper, number=1, title=paper.title, text=clean(text, multiline=True))
    _attach(version, file, actor, now)
    version.save()
    record("conferences.paper.add", actor=actor, target=conference, at=now, after=paper.title)
    return paper


@operation()
def save_draft(
    *, paper_id: int, title: str, text: str, version: int, actor: Actor, now: datetime, file=None
) -> ConferencePaper:
    """Keep the draft; an official paper gets a new draft beside it, under its own title until that is official too:
    others read the paper under the title that was made official. Without a new ``file`` that of the draft stays.

    Raises StaleVersion and what ``documents.attachments.store`` raises.
    """
    conference, paper = _lock_paper(paper_id)
    require_version(paper, version)
    draft = paper.versions.filter(state=PaperState.DRAFT).first()
    if draft is None:
        last = paper.versions.aggregate(last=Max("number"))["last"] or 0
        draft = PaperVersion(paper=paper, number=last + 1)
    draft.title, draft.text = clean(title), clean(text, multiline=True)
    _attach(draft, file, actor, now)
    draft.save()
    official = paper.versions.filter(state=PaperState.OFFICIAL).exists()
    _touch(paper, paper.title if official else draft.title, actor, now)
    record("conferences.paper.save", actor=actor, target=conference, at=now, after=[draft.title, draft.number])
    return paper


@operation()
def make_official(*, paper_id: int, remark: str, version: int, actor: Actor, now: datetime) -> PaperVersion:
    """The chair agrees, with or without a remark: the draft is frozen as the official version.

    ``version``: of the paper as it was read. The caller has asked ``can_run``.
    Raises StaleVersion, NoDraft, EmptyPaper.
    """
    conference, paper = _lock_paper(paper_id)
    require_version(paper, version)
    draft = paper.versions.filter(state=PaperState.DRAFT).first()
    if draft is None:
        raise NoDraft
    if not draft.text and draft.attachment_id is None:
        raise EmptyPaper
    draft.state, draft.remark = PaperState.OFFICIAL, clean(remark, multiline=True)
    draft.official_at, draft.official_by_label = now, actor.label
    draft.save()
    _touch(paper, draft.title or paper.title, actor, now)
    record(
        "conferences.paper.make_official",
        actor=actor,
        target=conference,
        at=now,
        after=[paper.title, draft.number],
        reason=draft.remark,
    )
    tell_of_paper(conference, paper, actor=actor, now=now)
    return draft


@operation()
def name_presenters(
    *, paper_id: int, user_ids: Collection[int], version: int, actor: Actor, now: datetime
) -> ConferencePaper:
    """Who reads it out, whatever unit they are of; they read the draft beforehand (S002-10). Raises StaleVersion."""
    conference, paper = _lock_paper(paper_id)
    require_version(paper, version)
    before = list(paper.presenters.order_by("pk").values_list("label", flat=True))
    paper.presenters.all().delete()
    users = User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")
    made = Presenter.objects.bulk_create(Presenter(paper=paper, user=user, label=user.label) for user in users)
    _touch(paper, paper.title, actor, now)
    after = [each.label for each in made]
    with kept_language():
        notify(
            "conferences.presenter",
            to=[user.pk for user in users if user.label not in before],
            about=paper,
            body=f"{conference.title}. {when_and_where(conference)} Bản dự thảo đọc được từ bây giờ.",
            actor=actor,
            now=now,
        )
    record("conferences.paper.name_presenters", actor=actor, target=conference, at=now, before=before, after=after)
    return paper


def tell_of_paper(conference: Conference, paper: ConferencePaper, *, actor: Actor, now: datetime) -> None:
    """Units that were invited hear that the official paper can be read."""
    invited = list(conference.attendees.exclude(invited_at=None).values_list("unit_id", flat=True))
    if invited:
        with kept_language():
            body = f"{paper.title}: bản chính thức."
            to = people_of(invited, now)
            notify("conferences.paper_official", to=to, about=paper, body=body, actor=actor, now=now)


def _attach(version: PaperVersion, file, actor: Actor, now: datetime) -> None:
    if file is not None:
        version.attachment = store(file, actor=actor, now=now, allowed=PAPER_KINDS)
        mark_used(version.attachment, now)


@operation()
def mark_read(*, version_id: int, attendee_id: int, actor: Actor, now: datetime) -> PaperReading:
    """Đã đọc: the unit has read this official version. Repeating changes nothing.

    The caller has asked ``is_own``. Raises NotOfThisMeeting, NotOfficial, YearClosed.
    """
    lock_conference(PaperVersion.objects.values_list("paper__conference_id", flat=True).get(pk=version_id))
    version = PaperVersion.objects.select_related("paper__conference").get(pk=version_id)
    attendee = Attendee.objects.filter(pk=attendee_id, conference=version.paper.conference_id).first()
    if attendee is None:
        raise NotOfThisMeeting
    if version.state != PaperState.OFFICIAL:
        raise NotOfficial
    found, made = PaperReading.objects.get_or_create(
        version=version, attendee=attendee, defaults={"read_at": now, "read_by_label": actor.label}
    )
    if made:
        what = [version.paper.title, version.number, attendee.unit_name]
        record("conferences.paper.read", actor=actor, target=version.paper.conference, at=now, after=what)
    return found


def _touch(paper: ConferencePaper, title: str, actor: Actor, now: datetime) -> None:
    paper.title, paper.version = title, paper.version + 1
    paper.saved_by_label, paper.saved_at = actor.label, now
    paper.save()
