"""The way between the pages about mail, for whoever may open them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Tab
from apps.notifications import policies


def mail_tabs(actor, here: str) -> list[Tab]:
    """``here``: the url name of this page."""
    pages = [("notifications:mail-list", _("Thư gửi đi")), ("notifications:template-list", _("Mẫu thư"))]
    if policies.can_read_caught(actor):
        pages.append(("notifications:caught-list", _("Thư giữ lại trên máy")))
    return [Tab(label, reverse(name), active=name == here) for name, label in pages]
