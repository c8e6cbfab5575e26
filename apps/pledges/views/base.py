"""What the pages of one pledge have in common."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.pledges.models import Pledge
from apps.pledges.queries import signers


def list_crumb() -> Crumb:
    return Crumb(_("Giao ước thi đua"), reverse("pledges:pledge-list"))


def pledge_crumb(pledge: Pledge) -> Crumb:
    words = {"cluster": pledge.cluster_year.name, "year": pledge.cluster_year.year.year}
    return Crumb(_("%(cluster)s, năm %(year)s") % words, pledge.get_absolute_url())


def kicker_of(pledge: Pledge) -> str:
    words = {"cluster": pledge.cluster_year.name, "year": pledge.cluster_year.year.year}
    name = _("%(cluster)s, năm %(year)s") % words
    return f"{name} · {pledge.get_line_display()}" if pledge.line else name


class PledgeMixin:
    """Finds the pledge among those that the actor sees."""

    queryset = Pledge.objects.for_list().select_related("in_force")
    id_argument = "pledge_id"


class PledgeFormMixin(PledgeMixin, FormPageMixin):
    """One form about one pledge."""

    success_url_name = "pledges:pledge-detail"

    def crumbs(self):
        return [list_crumb(), pledge_crumb(self.object)]

    def get_kicker(self):
        return kicker_of(self.object)


class MemberMixin(PledgeMixin):
    """One member of the pledge; ``self.member``, else 404. Only what was opened can be signed."""

    def get_object(self):
        pledge = super().get_object()
        found = (member for member in signers(pledge) if member.unit_id == self.kwargs["unit_id"])
        self.member = next(found, None)
        if self.member is None or pledge.in_force_id is None:
            raise Http404
        return pledge
