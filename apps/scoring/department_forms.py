"""Form of Phân công tự chấm: one choice of a division for each group of lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
