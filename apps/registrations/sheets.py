"""Dán từ Excel: the persons of one registration by the sheet door, checked whole before anything is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.sheets import Checked, ImportKind, SheetColumn, SheetRow, SheetTable, Summary
from apps.core.text import clean, fold
from apps.core.verdict import Verdict
from apps.registrations import policies
from apps.registrations.domain.rows import RowChange, RowInput, save_rows
from apps.registrations.forms import Nominees
from apps.registrations.models import TitleRegistration
from apps.registrations.queries import Choices

NOBODY = "none"


class PersonRows(ImportKind):
    """Rows of persons for one registration; bound to it, so it stands in no general list of imports."""

    name = "registration-persons"
    label = gettext_lazy("Cá nhân đăng ký")
    headless = True
    columns = (
        SheetColumn(
            "name",
            gettext_lazy("Họ và tên"),
            required=True,
            also=("ho ten", "ten", "ca nhan"),
            most=300,
            example="Trần Thị Thử",
        ),
        SheetColumn(
            "award",
            gettext_lazy("Danh hiệu, hình thức"),
            required=True,
            also=("danh hieu", "hinh thuc", "danh hieu thi dua", "hinh thuc khen thuong", "dang ky"),
            help=gettext_lazy("Tên đầy đủ hoặc chữ viết tắt."),
        ),
        SheetColumn(
            "post",
            gettext_lazy("Chức vụ, đơn vị công tác"),
            also=("chuc vu", "don vi", "phong", "chuc danh"),
            most=300,
            example="Chuyên viên",
            help=gettext_lazy("Để trống thì lấy từ hồ sơ cá nhân."),
        ),
        SheetColumn("note", gettext_lazy("Ghi chú"), also=("ghi chu",), most=300),
    )

    def __init__(self, registration: TitleRegistration, choices: Choices, nominees: Nominees):
        self.registration, self.nominees = registration, nominees
        self.awards: dict[str, list] = {}
        self.offered = choices.awards[Subject.INDIVIDUAL]
        self.columns = tuple(self._with_example(column) for column in self.columns)
        for award in self.offered:
            for text in {award.code, award.name, award.abbreviation, award.short_name, *award.also_named.split(";")}:
                if text.strip():
                    self.awards.setdefault(fold(text), []).append(award)

    def _with_example(self, column: SheetColumn) -> SheetColumn:
        """The example of the award is one of the unit's own: what the page shows is what it takes."""
        if column.key != "award" or not self.offered:
            return column
        return replace(column, example=self.offered[0].abbreviation or self.offered[0].name)

    def may(self, actor: Actor) -> Verdict:
        return policies.can_edit(actor, self.registration)

    def check(self, table: SheetTable, *, actor: Actor, now: datetime, answers: dict) -> Checked:
        stored = {
            (row.award_id, row.person_id or row.name.casefold())
            for row in self.registration.rows.filter(is_collective=False)
        }
        plan, seen, unchanged = [], {}, 0
        for row in table:
            found = self._read(row)
            if found is None:
                continue
            key = found.award_id, found.person_id or found.name.casefold()
            if key in seen:
                row.problem("name", _("Đã có ở dòng %(row)s với danh hiệu này.") % {"row": seen[key]})
            elif key in stored:
                unchanged += 1
            else:
                plan.append(found)
            seen.setdefault(key, row.number)
        return Checked(plan=plan, created=len(plan), unchanged=unchanged)

    def write(self, checked: Checked, *, actor: Actor, now: datetime, step: Callable[[int, int], None]) -> Summary:
        changes = [RowChange(None, row) for row in checked.plan]
        save_rows(registration_id=self.registration.pk, changes=changes, actor=actor, now=now)
        return Summary(created=checked.created, unchanged=checked.unchanged)

    def _read(self, row: SheetRow) -> RowInput | None:
        before = len(row.table.problems)
        values = row.read()
        award = self._award(row, values["award"])
        if award is None or not values["name"] or len(row.table.problems) > before:
            return None
        person = self._person(row, clean(values["name"]))
        return RowInput(
            is_collective=False,
            award_id=award.pk,
            name=person.full_name if person else clean(values["name"]),
            post=clean(values["post"]) or getattr(person, "post_text", ""),
            person_id=person.pk if person else None,
            note=clean(values["note"]),
        )

    def _award(self, row: SheetRow, text: str):
        found = self.awards.get(fold(text), []) if text else []
        if text and not found:
            message = _("“%(text)s” không có trong mẫu đăng ký của đơn vị.") % {"text": text}
            if self.offered:
                message += " " + _("Mẫu có: %(awards)s.") % {"awards": "; ".join(each.name for each in self.offered)}
            row.problem("award", message)
        return found[0] if found else None

    def _person(self, row: SheetRow, name: str):
        named = self.nominees.people_named(name)
        if len(named) == 1 and named[0].full_name == name:
            return named[0]
        if not named:
            row.note(
                "name", _("Không có trong danh sách cán bộ của đơn vị, ghi theo tên."), once=f"outside:{fold(name)}"
            )
            return None
        options = [
            *((str(person.pk), ", ".join(filter(None, [person.label, person.post_text]))) for person in named),
            (NOBODY, _("Không phải ai trong số này")),
        ]
        question = _("“%(name)s” là ai trong danh sách cán bộ?") % {"name": name}
        chosen = row.ask("name", f"person:{fold(name)}", question, options)
        return next((person for person in named if str(person.pk) == chosen), None)
