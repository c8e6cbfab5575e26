"""Movements (Phong trào thi đua): what the unit did and confirmed, by the records of ``movements``.

Movements count that the unit takes part in and that cover the year; one that it left does not.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.dates import format_date, local
from apps.movements.enums import Tick
from apps.movements.models import ActivityEntry, Participation
from apps.scoring.enums import NotApplicableReason
from apps.scoring.sources import YES, Found, Proof, Question, Source

SHARE = frozenset({"numerator", "denominator", YES})
DAYS = {Tick.LAUNCHED: "launched_on", Tick.PLANNED: "planned_on", Tick.REPORTED: "reported_on"}
MOST_SHOWN = 20


def _taking_part(unit_ids: Sequence[int], question: Question) -> dict[int, list[Participation]]:
    """Standing participations in movements of the year, by unit; one query."""
    rows = Participation.objects.standing().filter(
        unit_id__in=unit_ids,
        movement__launched_at__isnull=False,
        movement__starts_on__lte=question.ends_on,
        movement__ends_on__gte=question.starts_on,
    )
    found = defaultdict(list)
    for row in rows.with_programme(question.year.year).select_related("movement").order_by("movement__starts_on", "pk"):
        found[row.unit_id].append(row)
    return found


def _activities(participations: Sequence[Participation], question: Question) -> dict[int, list[ActivityEntry]]:
    """Activities within the period counted, by participation; one query."""
    rows = ActivityEntry.objects.filter(
        participation__in=participations, on__gte=question.starts_on, on__lte=question.ends_on
    )
    found = defaultdict(list)
    for row in rows.order_by("on", "pk"):
        found[row.participation_id].append(row)
    return found


def _none() -> Found:
    proof = (Proof(_("Năm này đơn vị không tham gia phong trào thi đua nào đã phát động.")),)
    return Found(absent=NotApplicableReason.NOT_ARISING, proof=proof)


def movement_activities(unit_ids: Sequence[int], question: Question, argument: str) -> dict[int, Found]:
    """How many activities the unit has entered in its movements within the period counted."""
    taking_part, today = _taking_part(unit_ids, question), local(question.now).date()
    done = _activities([row for rows in taking_part.values() for row in rows], question)
    answers = {}
    for unit_id in unit_ids:
        rows = taking_part.get(unit_id, [])
        if not rows:
            answers[unit_id] = _none()
            continue
        entries = [entry for row in rows for entry in done.get(row.pk, [])]
        named = {row.pk: row.movement for row in rows}
        proof = [
            Proof(f"{format_date(entry.on)}: {named[entry.participation_id]}", entry.get_absolute_url())
            for entry in entries[:MOST_SHOWN]
        ]
        if len(entries) > MOST_SHOWN:
            proof.append(Proof(_("và %(count)s hoạt động khác") % {"count": len(entries) - MOST_SHOWN}))
        answers[unit_id] = Found(values={"count": len(entries)}, proof=tuple(proof), as_of=today)
    return answers


def movements_active(unit_ids: Sequence[int], question: Question, argument: str) -> dict[int, Found]:
    """Movements with at least one activity of the unit in the period, of those it takes part in; yes when all."""
    taking_part = _taking_part(unit_ids, question)
    done = _activities([row for rows in taking_part.values() for row in rows], question)

    def said(row: Participation) -> tuple[bool, str]:
        count = len(done.get(row.pk, []))
        return bool(count), _("%(count)s hoạt động") % {"count": count}

    return _share(unit_ids, taking_part, question, said)


def movements_ticked(unit_ids: Sequence[int], question: Question, tick: str) -> dict[int, Found]:
    """Movements with the tick (đã phát động, đã có kế hoạch …), of those the unit takes part in; yes when all."""
    label = Tick(tick).label

    def said(row: Participation) -> tuple[bool, str]:
        if tick == Tick.PROGRAMMED:
            return row.programmed, str(label) if row.programmed else _("chưa xác nhận")
        day = getattr(row, DAYS[tick])
        return day is not None, f"{label} {format_date(day)}" if day else _("chưa xác nhận")

    return _share(unit_ids, _taking_part(unit_ids, question), question, said)


def _share(unit_ids: Sequence[int], taking_part, question: Question, said) -> dict[int, Found]:
    answers, today = {}, local(question.now).date()
    for unit_id in unit_ids:
        rows = taking_part.get(unit_id, [])
        if not rows:
            answers[unit_id] = _none()
            continue
        told = [(row, *said(row)) for row in rows]
        good = sum(done for _row, done, _words in told)
        proof = tuple(Proof(f"{row.movement}: {words}", row.get_absolute_url()) for row, _done, words in told)
        answers[unit_id] = Found(
            values={"numerator": good, "denominator": len(rows)}, yes=good == len(rows), proof=proof, as_of=today
        )
    return answers


SOURCES = (
    Source("movement_activities", lazy("Số hoạt động trong phong trào"), frozenset({"count"}), movement_activities),
    Source("movements_active", lazy("Phong trào có hoạt động trên số tham gia"), SHARE, movements_active),
    Source(
        "movements_ticked",
        lazy("Phong trào đã xác nhận trên số tham gia"),
        SHARE,
        movements_ticked,
        arguments=lambda year: [(tick.value, str(tick.label)) for tick in Tick],
        accepts=lambda argument: argument in Tick.values,
    ),
)
