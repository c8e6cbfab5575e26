"""Questions about consultations that screens ask."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from apps.core.actor import Actor
from apps.core.whole_numbers import whole_number
from apps.obligations.models import Duty, Obligation
from apps.scoring.enums import SetState
from apps.scoring.models import Consultation, ConsultationReply, CriteriaSet, ReplySending, SentComment
from apps.scoring.models.consultation import DUTY_PREFIX


def date_page(duty: Duty) -> str:
    """Where the date of the duty of a round is changed; empty when there is no such round."""
    number = whole_number(duty.code.removeprefix(DUTY_PREFIX))
    known = Consultation.objects.filter(pk=number).exists()
    return reverse("consultations:deadline", args=[number]) if known else ""


@dataclass(frozen=True)
class AskedUnit:
    """One unit that was asked: what it owes, its reply (None: not begun) and what it last sent."""

    obligation: Obligation
    reply: ConsultationReply | None
    sending: ReplySending | None
    comments: int = 0


def asked_units(consultation: Consultation) -> list[AskedUnit]:
    """All units asked, in protocol order; three queries whatever their number."""
    obligations = Obligation.objects.filter(duty=consultation.duty).select_related("unit", "duty")
    replies = {reply.unit_id: reply for reply in consultation.replies.all()}
    sendings = ReplySending.objects.filter(reply__consultation=consultation, is_current=True)
    sendings = {s.reply_id: s for s in sendings.annotate(count=Count("comments"))}
    found = []
    for obligation in obligations.order_by("unit__protocol_order", "unit__name", "pk"):
        reply = replies.get(obligation.unit_id)
        sending = sendings.get(reply.pk) if reply else None
        found.append(AskedUnit(obligation, reply, sending, sending.count if sending else 0))
    return found


@dataclass(frozen=True)
class Counts:
    """How far the answers of a round are."""

    asked: int
    sent: int
    comments: int
    answered: int

    @property
    def unanswered(self) -> int:
        return self.comments - self.answered


def counts_of(consultation: Consultation) -> Counts:
    """Two queries."""
    comments = SentComment.objects.of(consultation.pk).aggregate(
        all=Count("pk"), answered=Count("pk", filter=Q(answer__isnull=False))
    )
    owed = consultation.duty.obligations.filter(waived_at=None)
    units = owed.aggregate(all=Count("pk"), sent=Count("pk", filter=Q(first_fulfilled_at__isnull=False)))
    return Counts(units["all"], units["sent"], comments["all"], comments["answered"])


def with_counts(consultations):
    """Rounds with ``asked_count``, ``sent_count``, ``comment_count``, ``answered_count``; counted in the database."""
    owed = Obligation.objects.filter(duty=OuterRef("duty"), waived_at=None).order_by().values("duty")
    comments = SentComment.objects.standing().filter(sending__reply__consultation=OuterRef("pk"))
    comments = comments.order_by().values("sending__reply__consultation")

    def number(rows):
        return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0)

    return consultations.annotate(
        asked_count=number(owed),
        sent_count=number(owed.filter(first_fulfilled_at__isnull=False)),
        comment_count=number(comments),
        answered_count=number(comments.filter(answer__isnull=False)),
    )


def own_unit_ids(consultation: Consultation, actor: Actor) -> list[int]:
    """Units of the actor that were asked."""
    ids = actor.unit_ids("officer", "leader")
    owed = consultation.duty.obligations.filter(unit_id__in=ids, waived_at=None)
    return list(owed.order_by("unit__protocol_order", "pk").values_list("unit_id", flat=True))


def current_sending(reply: ConsultationReply) -> ReplySending | None:
    """The newest sending."""
    sendings = reply.sendings.filter(is_current=True).select_related("signed_copy__attachment")
    return sendings.first()


def result_of(consultation: Consultation) -> CriteriaSet:
    """What came of the draft: the newest issued version of the set, else the draft as it stands now."""
    sets = CriteriaSet.objects.filter(code=consultation.criteria_set.code)
    issued = sets.filter(state__in=[SetState.ISSUED, SetState.SUPERSEDED], revision=consultation.criteria_set.revision)
    return issued.first() or consultation.criteria_set
