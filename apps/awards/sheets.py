"""Dán từ Excel: collectives and persons of one proposal by the sheet door, checked whole before anything is written."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards import policies, queries
from apps.awards.domain.nominees import NomineeInput, add_nominees, check_lines
from apps.awards.domain.sending_checks import count_differences
from apps.awards.models import AwardProposal
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.sheets import Checked, ImportKind, SheetColumn, SheetRow, SheetTable, Summary
from apps.core.text import clean, fold
from apps.core.verdict import Verdict
from apps.registrations.queries import roll_of
from apps.registry.enums import Standing
from apps.units.models import Unit

NOBODY = "none"
SUBJECTS = [(Subject.COLLECTIVE.value, gettext_lazy("Tập thể")), (Subject.INDIVIDUAL.value, gettext_lazy("Cá nhân"))]


class NomineeRows(ImportKind):
    """Lines of one proposal; bound to it, so it stands in no general list of imports."""

    name = "proposal-nominees"
    label = gettext_lazy("Danh sách đề nghị khen thưởng")
    columns = (
        SheetColumn(
            "name",
            gettext_lazy("Tên tập thể, họ và tên"),
            required=True,
            also=("ho ten", "ho va ten", "ten", "ca nhan", "tap the", "ten tap the"),
            most=300,
            example="Trần Thị Thử",
        ),
        SheetColumn(
            "award",
            gettext_lazy("Danh hiệu, hình thức"),
            required=True,
            also=("danh hieu", "hinh thuc", "danh hieu thi dua", "hinh thuc khen thuong"),
            example="Bằng khen Bộ trưởng",
            help=gettext_lazy("Tên đầy đủ hoặc chữ viết tắt."),
        ),
        SheetColumn(
            "subject",
            gettext_lazy("Đối tượng"),
            kind="choice",
            choices=SUBJECTS,
            also=("doi tuong", "loai"),
            help=gettext_lazy("Tập thể hoặc Cá nhân; để trống khi hình thức chỉ dành cho một loại."),
        ),
        SheetColumn("post", gettext_lazy("Chức vụ"), also=("chuc vu", "chuc danh"), most=300, example="Chuyên viên"),
        SheetColumn("unit", gettext_lazy("Đơn vị công tác"), also=("don vi", "phong", "don vi cong tac"), most=300),
        SheetColumn("standing", gettext_lazy("Tư cách"), kind="choice", choices=Standing.choices, also=("tu cach",)),
        SheetColumn(
            "standing_reason",
            gettext_lazy("Lý do"),
            also=("ly do",),
            most=300,
            help=gettext_lazy("Bắt buộc khi không còn công tác tại đơn vị hoặc ngoài ngành."),
        ),
        SheetColumn("achievement", gettext_lazy("Tóm tắt thành tích"), also=("thanh tich",), most=500),
    )
    notes = (gettext_lazy("Khi tờ trình ghi số tập thể, số cá nhân, danh sách phải đủ đúng số đó mới được ghi."),)

    def __init__(self, proposal: AwardProposal):
        self.proposal = proposal
        self.awards: dict[str, object] = {}
        for award in queries.offered_awards():
            for text in (award.code, award.name, award.abbreviation, award.short_name, *award.also_named.split(";")):
                if text.strip():
                    self.awards.setdefault(fold(text), award)
        self.people: dict[str, list] = {}
        self.units: dict[str, list[Unit]] = {}

    def may(self, actor: Actor) -> Verdict:
        return policies.can_edit(actor, self.proposal)

    def check(self, table: SheetTable, *, actor: Actor, now: datetime, answers: dict) -> Checked:
        on = local(now).date()
        for person in roll_of(self.proposal.unit, on):
            self.people.setdefault(person.folded_name, []).append(person)
        for unit in queries.own_units(self.proposal, on).values():
            for text in {fold(name) for name in (unit.name, unit.short_name, unit.code) if name}:
                self.units.setdefault(text, []).append(unit)
        rows, lines = [], []
        for row in table:
            if (line := self._read(row)) is not None:
                rows.append(row)
                lines.append(line)
        good, errors = check_lines(self.proposal, lines, on)
        for place, error in errors.items():
            rows[place].problem(error.field or "name", str(error.message))
        if rows and not table.problems:  # a line that could not be read is not a missing one
            for sentence in self._missing(lines):
                rows[0].problem("name", sentence)
        return Checked(plan=good, created=len(good))

    def write(self, checked: Checked, *, actor: Actor, now: datetime, step: Callable[[int, int], None]) -> Summary:
        add_nominees(proposal_id=self.proposal.pk, lines=checked.plan, actor=actor, now=now)
        return Summary(created=checked.created)

    def _missing(self, lines: list[NomineeInput]) -> list[str]:
        """“Danh sách 31/32”: what the sheet and the list together lack of the numbers of the tờ trình."""
        found = queries.keys_of(self.proposal.nominees.all()) | queries.keys_of_rows(lines)
        sizes = {subject: sum(each == subject for each, _who in found) for subject, _label in SUBJECTS}
        return count_differences(self.proposal, sizes[Subject.COLLECTIVE], sizes[Subject.INDIVIDUAL])

    def _read(self, row: SheetRow) -> NomineeInput | None:
        before = len(row.table.problems)
        values = row.read()
        award = self.awards.get(fold(values["award"] or ""))
        if values["award"] and award is None:
            row.problem("award", _("“%(text)s” không có trong danh mục khen thưởng.") % {"text": values["award"]})
        subject = values["subject"] or (_only_subject(award) if award else "")
        if award and not subject:
            row.problem("subject", _("Ghi rõ cá nhân hay tập thể: hình thức này dành cho cả hai."))
        if award is None or not subject or not values["name"] or len(row.table.problems) > before:
            return None
        name, collective = clean(values["name"]), subject == Subject.COLLECTIVE
        person = None if collective else self._person(row, name)
        unit = self._unit(row, *(("name", name) if collective else ("unit", clean(values["unit"]))))
        return NomineeInput(
            award_id=award.pk,
            subject=subject,
            name=name,
            person_id=person.pk if person else None,
            unit_id=unit.pk if unit else None,
            honorific=person.honorific if person else "",
            post=clean(values["post"]),
            unit_name="" if collective else clean(values["unit"]),
            standing=values["standing"] or Standing.OFFICIAL,
            standing_reason=clean(values["standing_reason"]),
            achievement=clean(values["achievement"]),
        )

    def _person(self, row: SheetRow, name: str):
        named = self.people.get(fold(name), [])
        if len(named) == 1:
            return named[0]
        if not named:
            return None
        options = [
            *((str(person.pk), ", ".join(filter(None, [person.label, person.post_text]))) for person in named),
            (NOBODY, _("Không phải ai trong số này")),
        ]
        question = _("“%(name)s” là ai trong danh sách cán bộ?") % {"name": name}
        chosen = row.ask("name", f"person:{fold(name)}", question, options)
        return next((person for person in named if str(person.pk) == chosen), None)

    def _unit(self, row: SheetRow, column: str, name: str) -> Unit | None:
        """A name that several units bear is asked about: “Văn phòng” stands below more than one."""
        named = self.units.get(fold(name), [])
        if not named or len(named) == 1:
            return named[0] if named else None
        options = [
            *((str(unit.pk), f"{unit.name} ({unit.code})") for unit in named),
            (NOBODY, _("Không phải đơn vị nào trong số này")),
        ]
        question = _("“%(name)s” là đơn vị nào?") % {"name": name}
        chosen = row.ask(column, f"unit:{fold(name)}", question, options)
        return next((unit for unit in named if str(unit.pk) == chosen), None)


def _only_subject(award) -> str:
    return "" if award.subject == Subject.BOTH else award.subject
