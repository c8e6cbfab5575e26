"""The table of groups and reviewers as a form: one tick for each cell."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.text import clean, fold
from apps.scoring.domain.assignments import Wanted
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.enums import PointsShown
from apps.scoring.models import Criterion
from apps.scoring.review_scope import Given
from apps.units.models import Person
from apps.units.person_fields import UnitField

DEEPEST_GROUP = 1  # parts and the groups under them


class PersonField(forms.CharField):
    """Somebody with an account, typed by user name or full name. Cleans to the Person."""

    def clean(self, value):
        text = clean(super().clean(value) or "")
        if not text:
            return None
        people = Person.objects.filter(user__is_active=True, merged_into=None)
        found = list(people.filter(user__username=text.lower())[:1] or people.filter(folded_name=fold(text))[:2])
        if not found:
            raise ValidationError(_("Không tìm thấy người có tài khoản tên “%(text)s”."), params={"text": text})
        if len(found) > 1:
            raise ValidationError(_("Có nhiều người tên “%(text)s”: nhập tên đăng nhập."), params={"text": text})
        return found[0]


class AddReviewerForm(CrispyFormMixin, forms.Form):
    """Columns to add to the table; carried in the address, nothing is stored yet."""

    unit = UnitField(label=_("Thêm đơn vị"), required=False)
    person = PersonField(
        label=_("Thêm cá nhân"), required=False, max_length=200, help_text=_("Họ tên hoặc tên đăng nhập.")
    )


def groups_of(table: CriteriaTable) -> list[Criterion]:
    """Rows of the table: parts, the groups under them, and lines that stand right under a part without groups."""
    return [
        table.rows[node.code]
        for node in table.tree.walk()
        if len(node.path) == 1 or (len(node.path) - 1 <= DEEPEST_GROUP and not node.is_leaf)
    ]


class AssignmentForm(forms.Form):
    """``c<criterion>-unit-<id>`` or ``c<criterion>-person-<id>`` for each cell; ``seen``: what was stored before.

    ``reviewers``: (kind, id) → name of the columns. ``given``: what is stored; on a group deeper than the table it has
    a row of its own.
    """

    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data=None, *, table: CriteriaTable, given: list[Given], reviewers: dict, seen: str, **kwargs):
        super().__init__(data, initial={"seen": seen}, **kwargs)
        self.reviewers = reviewers
        deeper = {each.criterion_id for each in given} - {row.pk for row in groups_of(table)}
        shown = {row.pk for row in groups_of(table)} | deeper
        self.groups = [row for row in sorted(table.rows.values(), key=lambda row: row.position) if row.pk in shown]
        there = {(each.criterion_id, *each.key) for each in given}
        for row in self.groups:
            for (kind, pk), name in reviewers.items():
                label = f"{row.printed_number} {row.label} – {name}"
                self.fields[self.cell(row.pk, kind, pk)] = forms.BooleanField(
                    label=label, required=False, initial=(row.pk, kind, pk) in there
                )

    @staticmethod
    def cell(criterion_id: int, kind: str, pk: int) -> str:
        return f"c{criterion_id}-{kind}-{pk}"

    @property
    def rows(self):
        """Each group with its cells in the order of the columns."""
        return [(row, [self[self.cell(row.pk, *key)] for key in self.reviewers]) for row in self.groups]

    def wanted(self) -> list[Wanted]:
        data = self.cleaned_data
        return [(row.pk, *key) for row in self.groups for key in self.reviewers if data[self.cell(row.pk, *key)]]


class ReviewSettingForm(CrispyFormMixin, forms.Form):
    """Cài đặt kiểm tra điểm of one ClusterYear."""

    points_shown = forms.ChoiceField(
        label=_("Đơn vị xem được điểm kiểm tra"), choices=PointsShown.choices, widget=forms.RadioSelect
    )
    remarks_until = VietnameseDateField(
        label=_("Nhận kiến nghị về điểm đến hết ngày"),
        required=False,
        help_text=_("Để trống: nhận đến khi khóa sổ năm thi đua."),
    )
    answer_days = forms.IntegerField(
        label=_("Số ngày trả lời kiến nghị"),
        min_value=1,
        max_value=60,
        help_text=_("Tính theo ngày lịch, từ ngày gửi."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
