"""Plain data of two papers: the letter of a unit (công văn tham gia ý kiến), and the table of all comments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.dates import local
from apps.documents.exports import HandSigner, hand_signer
from apps.scoring.consultation_presentation import status_word
from apps.scoring.consultation_queries import counts_of, current_sending
from apps.scoring.models import Consultation, ConsultationReply, ReplySending, SentComment


@dataclass(frozen=True)
class CommentLine:
    """One comment as printed."""

    place: str
    body: str
    points: Decimal | None
    wording: str


@dataclass(frozen=True)
class ReplyData:
    """One letter. ``number``, ``signer``: of the signed copy; empty while nobody signed on paper.

    ``confirmed``: words of the confirmation on screen with its time.
    """

    unit_name: str
    superior_name: str
    province: str
    organiser_name: str
    title: str
    year: int
    letter: str
    agrees: bool
    statement: str
    comments: tuple[CommentLine, ...]
    number: str
    signed_on: date | None
    signer: HandSigner | None
    confirmed: str
    receipt: str
    illustrative: bool
    word: str


def reply_data(reply: ConsultationReply, *, as_sent: bool = False) -> ReplyData:
    """The letter as it would be sent now, or as it was sent last; what was sent stands until it is sent anew."""
    sending = current_sending(reply)
    draft = reply.state == "draft" and not as_sent
    said = reply if draft or sending is None else sending
    comments = reply.comments.all() if draft or sending is None else sending.comments.order_by("position")
    criteria_set = reply.consultation.criteria_set
    document = reply.consultation.duty.document
    copy = None if draft or sending is None else sending.signed_copy
    return ReplyData(
        unit_name=reply.unit_name,
        superior_name=criteria_set.year.organiser.name,
        province=reply.unit.province or "",
        organiser_name=criteria_set.year.organiser.name,
        title=criteria_set.title,
        year=criteria_set.year.year,
        letter=str(document) if document else "",
        agrees=said.agrees,
        statement=said.statement,
        comments=tuple(
            CommentLine(each.place, each.body, each.proposed_points, each.proposed_wording) for each in comments
        ),
        number=copy.number if copy else "",
        signed_on=copy.signed_on if copy else _screen_day(None if draft else sending),
        signer=hand_signer(copy),
        confirmed=sending.signed_by_label if sending and not draft and copy is None else "",
        receipt=sending.receipt_number if sending and not draft else "",
        illustrative=criteria_set.illustrative,
        word=str(status_word(reply).label),
    )


def _screen_day(sending: ReplySending | None) -> date | None:
    return local(sending.sent_at).date() if sending else None


@dataclass(frozen=True)
class SummaryLine:
    """One comment with its answer."""

    place: str
    unit_name: str
    text: str
    points: Decimal | None
    wording: str
    late: bool
    answer: str
    words: str


@dataclass(frozen=True)
class SummaryData:
    """Bảng tổng hợp ý kiến of one round, in the order of the draft."""

    organiser_name: str
    title: str
    year: int
    number: int
    letter: str
    due_on: date
    is_open: bool
    asked: int
    sent: int
    agreeing: tuple[str, ...]
    lines: tuple[SummaryLine, ...]
    accepted: int
    explained: int
    illustrative: bool


def summary_data(consultation: Consultation) -> SummaryData:
    """All comments that stand, with the answers; units that agree without any comment by name."""
    counts = counts_of(consultation)
    rows = SentComment.objects.of(consultation.pk).for_list()
    lines = tuple(map(_line, rows.order_by("order", "target", "sending__reply__unit__protocol_order", "position")))
    sendings = ReplySending.objects.filter(reply__consultation=consultation, is_current=True, comments=None)
    sendings = sendings.select_related("reply").order_by("reply__unit__protocol_order", "pk")
    criteria_set, duty = consultation.criteria_set, consultation.duty
    kinds = [_kind(row) for row in rows]
    return SummaryData(
        organiser_name=criteria_set.year.organiser.name,
        title=criteria_set.title,
        year=criteria_set.year.year,
        number=consultation.number,
        letter=str(duty.document) if duty.document else "",
        due_on=duty.due_on,
        is_open=consultation.is_open,
        asked=counts.asked,
        sent=counts.sent,
        agreeing=tuple(_agreeing(sendings)),
        lines=lines,
        accepted=kinds.count("accepted"),
        explained=kinds.count("explained"),
        illustrative=criteria_set.illustrative,
    )


def _agreeing(sendings: Iterable[ReplySending]) -> Iterable[str]:
    return (each.reply.unit_name for each in sendings if each.agrees)


def _kind(comment: SentComment) -> str:
    answer = getattr(comment, "answer", None)
    return answer.kind if answer else ""


def _line(comment: SentComment) -> SummaryLine:
    answer = getattr(comment, "answer", None)
    return SummaryLine(
        place=comment.place,
        unit_name=comment.sending.reply.unit_name,
        text=comment.body,
        points=comment.proposed_points,
        wording=comment.proposed_wording,
        late=comment.sending.is_late,
        answer=str(answer.get_kind_display()) if answer else "",
        words=answer.words if answer else "",
    )
