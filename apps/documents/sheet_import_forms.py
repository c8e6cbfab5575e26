"""Shape of what is handed in: a file, or cells pasted from Excel."""

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.sheets.grid import PASTED_FILE, pasted


class SheetForm(CrispyFormMixin, forms.Form):
    """Either a file or pasted cells, never both; the domain function gets one ``upload``."""

    file = forms.FileField(
        label=_("Tệp Excel (.xlsx) hoặc CSV"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    cells = forms.CharField(
        label=_("Hoặc dán từ Excel"),
        help_text=_("Trong Excel, chọn cả dòng tiêu đề, sao chép rồi dán vào đây."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self):
        data = super().clean()
        file, cells = data.get("file"), data.get("cells") or ""
        if file and cells.strip():
            self.add_error("cells", _("Chỉ chọn một cách: tải tệp lên, hoặc dán từ Excel."))
        elif file:
            data["upload"] = file
        elif cells.strip():
            data["upload"] = ContentFile(pasted(cells), name=PASTED_FILE)
        elif "file" not in self.errors:
            self.add_error("file", _("Chọn tệp Excel hoặc CSV, hoặc dán các ô từ Excel vào ô dưới."))
        return data


class PasteForm(SheetForm):
    """The same where pasting is the way and a file the exception."""

    field_order = ("cells", "file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cells"].label = _("Các dòng chép từ Excel")
        self.fields["cells"].help_text = _(
            "Trong Excel, chọn các dòng (nên cả dòng tiêu đề), sao chép rồi dán vào đây."
        )
        self.fields["file"].label = _("Hoặc tệp Excel (.xlsx), CSV")
