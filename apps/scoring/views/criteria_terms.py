"""Điều kiện về chỉ tiêu, trường hợp không xếp hạng of a draft set."""

from django.utils.translation import gettext_lazy as lazy

from apps.core.views import TransitionView
from apps.scoring.criteria_terms_form import TermsForm
from apps.scoring.criteria_words import arrangement_facts
from apps.scoring.domain import set_making
from apps.scoring.domain.criteria_sets import class_of
from apps.scoring.views.criteria_making import BesideTreeMixin


class SetTermsView(BesideTreeMixin, TransitionView):
    """The second of two writers sees what is stored."""

    form_class = TermsForm
    heading = lazy("Điều kiện về chỉ tiêu, trường hợp không xếp hạng")
    lead = lazy("Lập các mức xếp loại trước. Đơn vị không nộp bảng điểm thì không xếp hạng, không cần ghi ở đây.")

    def get_form_kwargs(self):
        classes = [class_of(rule) for rule in self.object.class_rules.order_by("order")]
        return {**super().get_form_kwargs(), "classes": classes, "disqualifiers": self.object.disqualifiers}

    def get_initial(self):
        return {"version": self.object.version}

    def call(self, form):
        return set_making.change_arrangement(
            criteria_set_id=self.object.pk,
            version=form.cleaned_data["version"],
            classes=form.typed_classes(),
            disqualifiers=form.typed_disqualifiers(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def stored_lines(self):
        found = arrangement_facts(self.object)
        return [*found.classes, *found.outside]
