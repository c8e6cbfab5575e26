"""Names of those who signed, pasted from a sheet: checked whole against the roll of the unit, then written."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.text import fold
from apps.movements import activity_policies as policies
from apps.movements.commitment_queries import roll, with_commitment
from apps.movements.domain.commitments import commit
from apps.movements.models import Participation


class CommitmentSheet(sheets.ImportKind):
    """The sheet of one unit in one movement and year; a mistake anywhere and nothing is written."""

    name = "commitments"
    label = _("Danh sách bản cam kết cá nhân")
    columns = (
        sheets.SheetColumn(
            "full_name", _("Họ và tên"), required=True, also=("họ tên", "tên", "người ký"), example="Trần Thị Thử"
        ),
        sheets.SheetColumn("post", _("Chức vụ"), also=("chức danh", "chức vụ, chức danh")),
        sheets.SheetColumn("signed_on", _("Ngày ký"), also=("ngày cam kết", "ngày"), kind="date"),
    )

    def __init__(self, participation: Participation, *, year: int, signed_on: date, today: date):
        self.participation, self.year, self.signed_on, self.today = participation, year, signed_on, today

    def may(self, actor):
        return policies.can_write(actor, self.participation)

    def check(self, table, *, actor, now, answers):
        people = defaultdict(list)
        for person in with_commitment(roll(self.participation, self.today), self.participation, self.year):
            people[person.folded_name].append(person)
        table.refuse_repeats("full_name")
        plan, unchanged = [], 0
        for row in table:
            values = row.read()
            found = people.get(fold(values["full_name"] or ""), [])
            if values["full_name"] and not found:
                row.problem("full_name", _("Không có người tên này đang công tác ở đơn vị."))
            elif len(found) > 1:
                message = _("Có %(n)s người cùng tên ở đơn vị: đánh dấu từng người trong danh sách.")
                row.problem("full_name", message % {"n": len(found)})
            elif found and found[0].signed_on:
                unchanged += 1
            elif found:
                plan.append((values["signed_on"] or self.signed_on, found[0].pk))
        return sheets.Checked(plan=plan, created=len(plan), unchanged=unchanged)

    def write(self, checked, *, actor, now, step):
        by_day = defaultdict(list)
        for day, person_id in checked.plan:
            by_day[day].append(person_id)
        for day, person_ids in sorted(by_day.items()):
            commit(
                participation_id=self.participation.pk,
                year=self.year,
                person_ids=person_ids,
                signed_on=day,
                actor=actor,
                now=now,
            )
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)


def with_heading(text: str) -> str:
    """Names alone get the heading that the door reads columns by."""
    first = fold(text.strip().splitlines()[0]) if text.strip() else ""
    return text if "ten" in first.split() or "full_name" in first else f"Họ và tên\n{text.strip()}"
