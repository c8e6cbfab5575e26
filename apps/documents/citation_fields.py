"""A paper is cited by symbol and day, or not at all."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.documents.domain.citing import file_document
from apps.documents.models import Document


def check_citation(form: forms.Form, symbol: str = "symbol", day: str = "issued_on") -> None:
    """For ``clean`` of a form with these two fields: tells which of them is missing beside the other."""
    has_symbol, has_day = (bool(form.cleaned_data.get(name)) for name in (symbol, day))
    if has_symbol and not has_day and day not in form.errors:
        form.add_error(day, _("Nhập ngày ban hành của văn bản, ví dụ 08/04/2022."))
    if has_day and not has_symbol and symbol not in form.errors:
        form.add_error(symbol, _("Nhập số, ký hiệu của văn bản."))


def cited_paper(
    form: forms.Form, *, issuer_name: str, owner_code: str, owner_name: str, actor: Actor, now: datetime
) -> Document | None:
    """The paper that ``symbol`` and ``issued_on`` of a valid form cite, filed in its owner's register when it is not
    there yet; None where none is cited.
    """
    data = form.cleaned_data
    if not data["symbol"]:
        return None
    return file_document(
        symbol=data["symbol"],
        issued_on=data["issued_on"],
        issuer_name=issuer_name,
        owner_code=owner_code,
        owner_name=owner_name,
        actor=actor,
        now=now,
    )
