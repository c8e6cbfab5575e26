"""Forms about a whole sheet: Phân công tự chấm (a division for each group of lines), Dán từ Excel."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.scoring.domain.departments import Group
from apps.scoring.models import PartAssignment
from apps.units.models import Unit


class AssignForm(forms.Form):
    """``given``: what stands, by key of the group. An empty choice leaves the group with the unit's officer."""

    def __init__(self, *args, groups: list[Group], given: dict[str, PartAssignment], divisions: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = groups
        choices = [("", _("Cán bộ phụ trách của đơn vị")), *((str(each.pk), each.name) for each in divisions)]
        for index, group in enumerate(groups):
            had = given.get(group.key)
            own = list(choices)
            if had and str(had.division_id) not in dict(own):
                own.append((str(had.division_id), had.division.name))
            self.fields[self.name(index)] = forms.ChoiceField(
                label=group.label,
                choices=own,
                required=False,
                initial=str(had.division_id) if had else "",
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @staticmethod
    def name(index: int) -> str:
        return f"group_{index}"

    def given(self) -> dict[str, int | None]:
        """Division id by key of the group."""
        chosen = {group.key: self.cleaned_data[self.name(index)] for index, group in enumerate(self.groups)}
        return {key: int(value) if value else None for key, value in chosen.items()}


class PasteForm(CrispyFormMixin, forms.Form):
    """Figures copied from Excel: one criterion a row, headings in the first."""

    pasted = forms.CharField(
        label=_("Số liệu, dán từ Excel"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Dòng đầu là tiêu đề: Mã tiêu chí và các cột cần dùng trong Điểm, Số lượng, Số đạt, Tổng số, Chỉ tiêu, "
            "Kết quả, Ngày thực hiện, Mức, Ghi chú. Sai một dòng thì chưa lưu dòng nào."
        ),
    )
