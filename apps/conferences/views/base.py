"""What the pages of one conference have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.conferences.models import Conference
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin


def list_crumb() -> Crumb:
    return Crumb(_("Hội nghị"), reverse("conferences:conference-list"))


def conference_crumb(conference: Conference) -> Crumb:
    return Crumb(conference.title, conference.get_absolute_url())


def kicker_of(conference: Conference) -> str:
    """Whose meeting it is, with both years: "Cụm số 1 · tổng kết năm 2020 · ký giao ước năm 2021"."""
    if conference.cluster_year is None:
        return f"{conference.get_kind_display()} · {conference.organiser.name}"
    found = [conference.cluster_year.name, _("tổng kết năm %(year)s") % {"year": conference.cluster_year.year.year}]
    if conference.next_cluster_year is not None:
        found.append(_("ký giao ước năm %(year)s") % {"year": conference.next_cluster_year.year.year})
    return " · ".join(found)


class ConferenceMixin:
    """Finds the conference among those that the actor sees; its pages carry the crumbs and the kicker."""

    queryset = Conference.objects.for_list()
    id_argument = "conference_id"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("crumbs", [list_crumb(), conference_crumb(self.object)])
        kwargs.setdefault("kicker", kicker_of(self.object))
        return super().get_context_data(conference=self.object, **kwargs)


class ConferenceFormMixin(FormPageMixin):
    """Put before a TransitionView: one form about one conference."""

    queryset = Conference.objects.for_list()
    id_argument = "conference_id"
    success_url_name = "conferences:conference-detail"

    def crumbs(self):
        return [list_crumb(), conference_crumb(self.object)]

    def get_kicker(self):
        return kicker_of(self.object)
