"""Shape of one signed sheet with the signatures of many units."""

from django import forms
from django.utils.translation import gettext as _

from apps.conferences.domain.hall_signing import Signer
from apps.documents.signing_forms import SignedCopyForm

OF_ONE_SIGNER = ("signer_name", "signer_post", "prefix")


class HallSigningForm(SignedCopyForm):
    """The scan with its number and day; a row for each unit: ticked, who signed, the post."""

    def __init__(self, *args, signers, **kwargs):
        super().__init__(*args, **kwargs)
        for name in OF_ONE_SIGNER:
            del self.fields[name]
        self.unit_ids = [unit_id for unit_id, _name, _attendee in signers]
        self._names = [name for _unit, name, _attendee in signers]
        for unit_id, name, attendee in signers:
            words = {"unit": name}
            self.fields[f"signs_{unit_id}"] = forms.BooleanField(
                label=_("%(unit)s đã ký") % words, required=False, initial=True
            )
            self.fields[f"name_{unit_id}"] = forms.CharField(
                label=_("Người ký của %(unit)s") % words, max_length=200, required=False, initial=attendee.person
            )
            self.fields[f"post_{unit_id}"] = forms.CharField(
                label=_("Chức vụ người ký của %(unit)s") % words, max_length=200, required=False, initial=attendee.post
            )

    def rows(self):
        for unit_id, name in zip(self.unit_ids, self._names, strict=True):
            yield name, self[f"signs_{unit_id}"], self[f"name_{unit_id}"], self[f"post_{unit_id}"]

    def clean(self):
        data = super().clean()
        for unit_id in self.unit_ids:
            if data.get(f"signs_{unit_id}") and not data.get(f"name_{unit_id}"):
                self.add_error(f"name_{unit_id}", _("Ghi họ tên người ký."))
        return data

    def chosen(self) -> list[Signer]:
        data = self.cleaned_data
        return [
            Signer(unit_id, data[f"name_{unit_id}"], data[f"post_{unit_id}"])
            for unit_id in self.unit_ids
            if data[f"signs_{unit_id}"]
        ]
