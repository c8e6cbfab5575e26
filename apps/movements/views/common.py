"""What the pages of movements share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.components import Crumb, Difference, StatusWord
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.errors import StaleVersion
from apps.movements.enums import ReviewState

REVIEW_WORDS = {
    ReviewState.DRAFT: StatusWord.DRAFT,
    ReviewState.SUBMITTED: StatusWord.SENT,
    ReviewState.RETURNED: StatusWord.RETURNED,
    ReviewState.ACCEPTED: StatusWord.RECEIVED,
}
# How a movement's state looks; people read three words.
MOVEMENT_LOOK = {
    "draft": ("draft", "half-circle"),
    "launched": ("sent", "arrow-right-circle"),
    "reviewed": ("sent", "arrow-right-circle"),
    "concluded": ("final", "lock"),
}
MOVEMENT_WORDS = {
    "draft": lazy("Dự thảo"),
    "launched": lazy("Đang thực hiện"),
    "reviewed": lazy("Đang thực hiện"),
    "concluded": lazy("Đã tổng kết"),
}


def movement_badge(state: str) -> dict:
    tone, icon = MOVEMENT_LOOK[state]
    return {"label": MOVEMENT_WORDS[state], "tone": tone, "icon": icon}


def list_crumb() -> Crumb:
    return Crumb(_("Phong trào"), "/movements/")


def asked_year(request, movement=None) -> int:
    """The year of the address, else the present one; nonsense is no year. Of a movement: a year in which it runs."""
    year = _year_of(request)
    if movement is None:
        return year
    return min(max(year, movement.starts_on.year), movement.ends_on.year)


def _year_of(request) -> int:
    value = request.GET.get("in", "")
    if value.isascii() and value.isdecimal() and len(value) == len(str(LAST_YEAR)):
        return min(max(int(value), FIRST_YEAR), LAST_YEAR)
    return request.actor.on.year


class ConflictMixin:
    """A TransitionView whose row somebody else may have saved first: both values are shown, what was typed stays.

    ``differences(form)`` answers what is stored now beside what was typed. The next sending is based on what is stored.
    """

    stale: StaleVersion | None = None

    def differences(self, form) -> list[Difference]:
        raise NotImplementedError

    def call(self, form):
        try:
            return super().call(form)
        except StaleVersion as error:
            self.stale = error
            raise

    def form_invalid(self, form):
        if self.stale is not None:
            self.object = self.get_object()
            form.data = form.data.copy()
            form.data["version"] = self.object.version
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.stale is not None:
            differences = [each for each in self.differences(context["form"]) if each.stored != each.typed]
            context["conflict"] = {"who": self.stale.who, "at": self.stale.at, "differences": differences}
        return context
