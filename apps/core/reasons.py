"""Why: the field of a step that is kept with its reason, and the form that asks for nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin

REASON = _("Lý do")


def reason_field(label=REASON, **options) -> forms.CharField:
    """A sentence or two: 10 to 500 characters where ``min_length`` and ``max_length`` say nothing else."""
    bounds = {"min_length": 10, "max_length": 500}
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **(bounds | options))


class ReasonForm(CrispyFormMixin, forms.Form):
    """Nothing but the reason."""

    reason = reason_field()


def reason_form(label=REASON, **options) -> type[ReasonForm]:
    """The same with another label, other bounds or a help text."""
    return type("ReasonForm", (ReasonForm,), {"reason": reason_field(label, **options)})
