"""The paper of slips: one A4 page for each person, nothing kept."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.accounts.domain.slips import PrintedSlip
from apps.core.pdf import render_pdf


def slips_pdf(printed: Iterable[PrintedSlip], *, address: str) -> bytes:
    """``address``: where the code is typed. Raises PdfUnavailable."""
    return render_pdf(
        "pdf/account_slips.html", {"slips": list(printed), "address": address}, title=_("Phiếu tài khoản")
    )
