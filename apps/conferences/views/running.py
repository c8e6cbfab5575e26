"""Khai mạc, các bước, bế mạc, mở lại: each a post from the projector, or a page of its own that asks."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.conferences import policies
from apps.conferences.domain import announcing, running
from apps.conferences.enums import Step
from apps.conferences.mode import first_open_step, mode_url
from apps.conferences.mode_forms import NoteForm, ReasonForm
from apps.conferences.views.base import ConferenceFormMixin
from apps.core.components import Crumb
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm


class RunningView(ConferenceFormMixin, TransitionView):
    """One act of whoever runs the meeting; leads to the step at which it stands then."""

    policy = staticmethod(policies.can_run)
    form_class = NothingForm

    def crumbs(self):
        return [
            *super().crumbs(),
            Crumb(_("Chế độ hội nghị"), reverse("conferences:mode-start", args=[self.object.pk])),
        ]

    def get_success_url(self):
        self.object.refresh_from_db()
        return mode_url(self.object, first_open_step(running.steps_of(self.object)))


class OpenView(RunningView):
    operation = staticmethod(running.open_conference)
    heading = lazy("Khai mạc hội nghị?")
    submit_label = lazy("Khai mạc hội nghị")
    consequences = (lazy("Từ lúc này mới mở được các cuộc bỏ phiếu và ghi các bước của hội nghị."),)


class ConcludeView(RunningView):
    operation = staticmethod(running.conclude)
    heading = lazy("Bế mạc hội nghị?")
    submit_label = lazy("Bế mạc hội nghị")
    success_message = lazy("Hội nghị đã bế mạc.")
    consequences = (
        lazy("Điểm danh, tài liệu và bỏ phiếu không thay đổi được nữa."),
        lazy("Biên bản vẫn soạn và ký được; mở lại hội nghị cần lý do."),
    )

    def get_consequences(self):
        """First what is missing, step by step."""
        steps = running.steps_of(self.object)
        missing = [f"{each.label}: {each.missing}" for each in steps if each.missing]
        return [*missing, *self.consequences]

    def get_success_url(self):
        return self.object.get_absolute_url()


class ReopenView(RunningView):
    operation = staticmethod(running.reopen)
    form_class = ReasonForm
    heading = lazy("Mở lại hội nghị?")
    lead = lazy("Lý do được lưu trong nhật ký.")
    submit_label = lazy("Mở lại hội nghị")
    success_message = lazy("Hội nghị được mở lại.")


class StepView(RunningView):
    """One of the steps that this meeting has, else 404."""

    done = True

    def get_object(self):
        found = super().get_object()
        self.standing = next((each for each in running.steps_of(found) if each.step == self.kwargs["step"]), None)
        if self.standing is None:
            raise Http404
        return found

    def get_kicker(self):
        return str(self.standing.label)

    def call(self, form):
        return running.mark_step(
            conference_id=self.object.pk,
            step=self.standing.step,
            done=self.done,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )


class StepDoneView(StepView):
    """On to the step that follows."""

    form_class = NoteForm
    heading = lazy("Ghi bước này đã xong?")
    submit_label = lazy("Ghi đã xong")

    def get_consequences(self):
        return [self.standing.missing] if self.standing.missing else []

    def get_success_url(self):
        steps = [each.step for each in running.steps_of(self.object)]
        at = steps.index(self.standing.step)
        return mode_url(self.object, steps[min(at + 1, len(steps) - 1)])


class StepUndoneView(StepView):
    done = False
    heading = lazy("Ghi bước này chưa xong?")
    submit_label = lazy("Ghi chưa xong")

    def get_success_url(self):
        return mode_url(self.object, self.standing.step)


class AnnounceHeadsView(RunningView):
    operation = staticmethod(announcing.announce_heads)
    heading = lazy("Công bố Trưởng, Phó Trưởng năm sau?")
    submit_label = lazy("Công bố Trưởng, Phó Trưởng năm sau")
    success_message = lazy("Đã công bố và báo cho các đơn vị.")
    consequences = (
        lazy("Cán bộ phụ trách và lãnh đạo các đơn vị dự họp được báo."),
        lazy("Quyền có từ ngày trong quyết định; Trưởng cũ làm nhiệm vụ đến hết ngày hôm trước."),
    )

    def get_success_url(self):
        return mode_url(self.object, Step.NEXT_HEADS)
