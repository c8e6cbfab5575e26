"""Lấy từ năm trước: last year's rows again, with what changed since said beside each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation
from apps.catalog.domain.assessing import rules_of
from apps.catalog.domain.eligibility import Rule
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.registrations.domain.rows import RowChange, RowInput, key_of, lock_registration, require_editable, save_rows
from apps.registrations.models import TitleRegistration, VersionRow
from apps.registrations.queries import choices_for, last_years, roll_of, rules_day


class NothingToCarry(DomainError):
    """The unit sent nothing in the years before."""

    default_message = gettext_lazy("Chưa có đăng ký đã gửi của năm trước trên hệ thống.")


@dataclass
class Carried:
    """What was taken over: rows added, rows that stood there already, and what cannot be registered any more."""

    year: int
    added: int = 0
    known: int = 0
    left_out: list[str] = field(default_factory=list)


@operation()
def carry_over(*, registration_id: int, actor: Actor, now: datetime) -> Carried:
    """Add last year's rows. What the form no longer offers is left out and named; changed rules are noted on the row.

    The caller has asked ``policies.can_edit``. Raises NothingToCarry, NotEditable, YearClosed.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    before = last_years(registration)
    if before is None:
        raise NothingToCarry
    with kept_language():
        carried, changes = _plan(registration, before, now)
    if changes:
        save_rows(registration_id=registration.pk, changes=changes, actor=actor, now=now)
    return carried


def _plan(registration: TitleRegistration, before, now: datetime) -> tuple[Carried, list[RowChange]]:
    on = rules_day(registration.cluster_year.year, now)
    choices = choices_for(registration.unit, on)
    roll = {person.pk for person in roll_of(registration.unit, on)}
    stored = {key_of(row) for row in registration.rows.all()}
    rows = list(before.rows.select_related("award").order_by("-is_collective", "position", "pk"))
    changed = {award_id: rule_changes(award_id, before.received_on, on) for award_id in {r.award_id for r in rows}}
    carried, changes = Carried(before.registration.cluster_year.year.year), []
    for row in rows:
        if key_of(row) in stored:
            carried.known += 1
        elif not choices.offers(row.award_id, row.subject):
            carried.left_out.append(str(row))
        else:
            carried.added += 1
            changes.append(RowChange(None, _input(row, _notes(row, roll, changed))))
    return carried, changes


def _input(row: VersionRow, note: str) -> RowInput:
    return RowInput(
        is_collective=row.is_collective,
        award_id=row.award_id,
        name=row.name,
        post=row.post,
        person_id=row.person_id,
        unit_id=row.unit_id,
        carried_note=note,
    )


def _notes(row: VersionRow, roll: set[int], changed: dict[int, dict[str, str]]) -> str:
    notes = [changed[row.award_id].get(row.subject, "")]
    if row.person_id and row.person_id not in roll:
        notes.append(_("Người này không còn vị trí công tác tại đơn vị."))
    return " ".join(filter(None, notes))


def rule_changes(award_id: int, before: date, on: date) -> dict[str, str]:
    """What differs in the conditions of an award between two days, in words, for collectives and for individuals."""
    old, new = rules_of(award_id, before)[0], rules_of(award_id, on)[0]
    found = {}
    for subject in (Subject.COLLECTIVE, Subject.INDIVIDUAL):
        was, are = _labels(old, subject), _labels(new, subject)
        added = [label for terms, label in are.items() if terms not in was]
        ended = [label for terms, label in was.items() if terms not in are]
        texts = []
        if added:
            texts.append(_("Quy định thay đổi, nay là: %(rules)s.") % {"rules": "; ".join(added)})
        if ended:
            texts.append(_("Không còn áp dụng: %(rules)s.") % {"rules": "; ".join(ended)})
        if texts:
            found[subject] = " ".join(texts)
    return found


def _labels(rules: Iterable[Rule], subject: str) -> dict[tuple, str]:
    return {_terms(rule): str(rule.label) for rule in rules if rule.subject in {subject, Subject.BOTH}}


def _terms(rule: Rule) -> tuple:
    """What makes a rule another one: the fact and its comparison, not its code or wording."""
    return rule.fact, rule.comparison, str(rule.value), rule.group
