"""What the pages of criteria sets have in common."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.scoring import criteria_policies as policies
from apps.scoring.models import CriteriaSet, Criterion

STATE_LOOK = {
    "draft": ("draft", "half-circle"),
    "consultation": ("sent", "arrow-right-circle"),
    "issued": ("final", "lock"),
    "superseded": ("muted", ""),
}


def state_badge(criteria_set: CriteriaSet) -> dict:
    tone, icon = STATE_LOOK[criteria_set.state]
    return {"label": criteria_set.get_state_display(), "tone": tone, "icon": icon}


def list_crumb() -> Crumb:
    return Crumb(_("Bảng tiêu chí"), reverse("criteria:set-list"))


def name_of(criteria_set: CriteriaSet) -> str:
    """Code, and the version where there is more than one."""
    if criteria_set.revision == 1:
        return criteria_set.code
    return _("%(code)s, phiên bản %(number)s") % {"code": criteria_set.code, "number": criteria_set.revision}


def set_crumb(criteria_set: CriteriaSet) -> Crumb:
    return Crumb(name_of(criteria_set), criteria_set.get_absolute_url())


def editor_crumb(criteria_set: CriteriaSet) -> Crumb:
    return Crumb(_("Soạn thảo"), reverse("criteria:set-editor", args=[criteria_set.pk]))


class SetMixin:
    """Finds the set among those that the actor sees."""

    queryset = CriteriaSet.objects.for_list()
    id_argument = "criteria_set_id"


class SetFormMixin(SetMixin, FormPageMixin):
    """One form about one set, for the organiser's standing office."""

    policy = staticmethod(policies.can_edit)
    success_url_name = "criteria:set-detail"

    def crumbs(self):
        return [list_crumb(), set_crumb(self.object)]

    def get_kicker(self):
        return self.object.title


class CriterionMixin(SetFormMixin):
    """One criterion of a set: ``self.criterion``; a set or criterion that is not seen is not found."""

    id_argument = "criterion_id"

    def get_object(self):
        criterion = Criterion.objects.filter(pk=self.kwargs["pk"]).first()
        if criterion is None:
            raise Http404
        found = self.get_queryset().filter(pk=criterion.criteria_set_id).first()
        if found is None:
            raise Http404
        criterion.criteria_set = found
        self.criterion = criterion
        return found

    def crumbs(self):
        return [list_crumb(), set_crumb(self.object), editor_crumb(self.object)]

    def call(self, form):
        return type(self).operation(
            criterion_id=self.criterion.pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **self.operation_arguments(form),
        )

    def get_success_url(self):
        return editor_url(self.object, self.criterion.pk)


def editor_url(criteria_set: CriteriaSet, criterion_id: int | None = None) -> str:
    """The editor, at a criterion where one is named."""
    url = reverse("criteria:set-editor", args=[criteria_set.pk])
    return f"{url}#c{criterion_id}" if criterion_id else url
