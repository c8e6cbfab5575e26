"""Printed slips: blank ones to hand out, and opened ones for a recount by hand."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views import View

from apps.ballots import policies
from apps.ballots.domain.outcome import COUNTED
from apps.ballots.enums import BEFORE_CLOSING
from apps.ballots.printing import blank_slips, opened_slips
from apps.ballots.views.base import BallotMixin
from apps.core.errors import TransitionNotAllowed


class BlankSlipsView(BallotMixin, View):
    """Phiếu bình xét, suy tôn to hand out: one page for each voter on paper, without any mark of whose it is."""

    policy = staticmethod(policies.can_print)

    def get(self, request, *args, **kwargs):
        ballot = self.object
        if not ballot.is_on_paper or ballot.state not in BEFORE_CLOSING:
            raise TransitionNotAllowed
        return pdf(blank_slips(ballot, self.host.heading(self.keeper_id)), "phieu")


class OpenedSlipsView(BallotMixin, View):
    """Opened slips of the screen in random order, for a recount; not before the closing."""

    policy = staticmethod(policies.can_tell)

    def get(self, request, *args, **kwargs):
        if self.object.state not in COUNTED or not self.object.is_on_screen:
            raise TransitionNotAllowed
        return pdf(opened_slips(self.object, self.host.heading(self.keeper_id)), "phieu-da-mo")


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name)}.pdf"'
    return response
