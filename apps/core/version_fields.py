"""Which version a form was made from, sent along with it (core.versions)."""

from django import forms


class FirstOrSeenField(forms.IntegerField):
    """The version that the person saw; 0 where there was none yet."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(required=False, min_value=0, **options)

    def clean(self, value):
        return super().clean(value) or 0
