"""Tài liệu hội nghị: drafts, official versions, differences, presenters, readings."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as lazy
from django.views import View

from apps.conferences import policies
from apps.conferences.domain import papers
from apps.conferences.enums import PaperState
from apps.conferences.models import Attendee, Conference, ConferencePaper, PaperVersion
from apps.conferences.paper_forms import OfficialForm, PaperForm, PresentersForm, ReadForm
from apps.conferences.views.base import ConferenceFormMixin, conference_crumb, kicker_of, list_crumb
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView, require
from apps.documents.serving import serve_attachment
from apps.pledges.comparing import compare


class PaperMixin(ScopedObjectMixin):
    """One paper of a meeting that the actor sees; with the versions that the actor may read."""

    id_argument = "paper_id"
    success_url_name = "conferences:paper-detail"

    def get_queryset(self):
        seen = Conference.objects.visible_to(self.request.actor)
        found = ConferencePaper.objects.filter(conference__in=seen.values("pk"))
        return found.select_related("conference__organiser", "conference__cluster_year__cluster")

    @property
    def conference(self) -> Conference:
        return self.object.conference

    def crumbs(self):
        return [
            list_crumb(),
            conference_crumb(self.conference),
            Crumb(self.object.title, self.object.get_absolute_url()),
        ]

    def get_kicker(self):
        return kicker_of(self.conference)

    def readable(self) -> list[PaperVersion]:
        """Versions in order that the actor may read; 403 with the reason where there is none."""
        versions = list(self.object.versions.select_related("attachment").order_by("number"))
        if not versions:
            raise Http404
        verdicts = [policies.can_read(self.request.actor, self.object, version) for version in versions]
        found = [version for version, verdict in zip(versions, verdicts, strict=True) if verdict]
        if not found:
            require(verdicts[-1])
        return found


class PaperDetailView(PaperMixin, ScopedPageView):
    """One version with its remark, differences to the one before line by line, who has read it."""

    template_name = "conferences/paper_detail.html"
    columns = (
        Column(lazy("Thay đổi"), width="narrow"),
        Column(lazy("Bản trước")),
        Column(lazy("Bản sau")),
    )

    def get_context_data(self, **kwargs):
        paper, conference, actor = self.object, self.conference, self.request.actor
        versions = self.readable()
        asked = self.request.GET.get("version")
        shown = next((each for each in versions if str(each.number) == asked), versions[-1])
        before = next((each for each in reversed(versions) if each.number < shown.number), None)
        readings = {each.attendee_id: each for each in shown.readings.all()}
        attendees = list(conference.attendees.order_by("order"))
        own = actor.unit_ids("officer", "leader")
        official = shown.state == PaperState.OFFICIAL
        prepares = policies.prepares(actor, conference)
        running = not conference.is_over
        return super().get_context_data(
            conference=conference,
            paper=paper,
            versions=versions,
            shown=shown,
            before=before,
            lines=compare(before.lines, shown.lines) if before and (before.lines or shown.lines) else [],
            presenters=list(paper.presenters.order_by("pk")),
            read_by=[(each, readings.get(each.pk)) for each in attendees] if official and prepares else [],
            read_count=len(readings),
            to_read=[each for each in attendees if official and each.unit_id in own and each.pk not in readings],
            read_already=[readings[each.pk] for each in attendees if each.unit_id in own and each.pk in readings],
            may_edit=prepares and running,
            may_finish=running and bool(policies.can_run(actor, conference)) and self.has_draft(versions),
            kicker=self.get_kicker(),
            crumbs=[list_crumb(), conference_crumb(conference)],
            last=shown.title or paper.title,
            **kwargs,
        )

    def has_draft(self, versions) -> bool:
        return any(each.state == PaperState.DRAFT for each in versions)


class PaperAddView(ConferenceFormMixin, TransitionView):
    """Thêm tài liệu."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(papers.add_paper)
    form_class = PaperForm
    template_name = "conferences/paper_edit.html"
    heading = lazy("Thêm tài liệu hội nghị")
    submit_label = lazy("Lưu dự thảo")
    success_message = lazy("Đã lưu dự thảo.")

    def operation_arguments(self, form):
        return {name: form.cleaned_data[name] for name in ("kind", "title", "text", "file")}

    def get_success_url(self):
        return self.result.get_absolute_url()


class PaperEditView(SecondWriterMixin, PaperMixin, FormPageMixin, TransitionView):
    """Soạn dự thảo; an official paper gets a new draft beside it."""

    policy = staticmethod(policies.can_write)
    operation = staticmethod(papers.save_draft)
    form_class = PaperForm
    template_name = "conferences/paper_edit.html"
    heading = lazy("Soạn dự thảo")
    submit_label = lazy("Lưu dự thảo")
    success_message = lazy("Đã lưu dự thảo.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "known": True}

    def get_initial(self):
        newest = self.object.versions.order_by("-number").first()
        text = newest.text if newest else ""
        title = (newest.title if newest else "") or self.object.title
        return {"title": title, "text": text, "version": self.object.version}

    def operation_arguments(self, form):
        return {name: form.cleaned_data[name] for name in ("title", "text", "file", "version")}


class SeenPaperMixin(SecondWriterMixin):
    """The paper as the person read it: its version comes with the link of its page."""

    def get_initial(self):
        return {"version": self.request.GET.get("seen") or self.object.version}

    def stored(self):
        return {}


class PaperOfficialView(SeenPaperMixin, PaperMixin, FormPageMixin, TransitionView):
    """Chốt bản chính thức with the remark of the chair: of the draft that was read."""

    policy = staticmethod(policies.can_make_official)
    operation = staticmethod(papers.make_official)
    form_class = OfficialForm
    heading = lazy("Chốt bản chính thức")
    lead = lazy("Bản dự thảo hiện tại thành bản chính thức, không sửa được nữa; muốn sửa thì lập dự thảo mới.")
    submit_label = lazy("Chốt bản chính thức")
    success_message = lazy("Tài liệu đã chính thức. Các đơn vị đã được mời đọc được.")


class PresentersView(SeenPaperMixin, PaperMixin, FormPageMixin, TransitionView):
    """Người trình bày, of whatever unit; they read the draft."""

    policy = staticmethod(policies.can_write)
    form_class = PresentersForm
    template_name = "conferences/paper_presenters.html"
    heading = lazy("Người trình bày")
    lead = lazy("Người trình bày có thể thuộc đơn vị khác và đọc được dự thảo của tài liệu này trước hội nghị.")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu người trình bày.")

    def get_form_kwargs(self):
        rows = [
            {"key": each.pk, "person": each.user.username} for each in self.object.presenters.select_related("user")
        ]
        return {**super().get_form_kwargs(), "rows": rows}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"stored_names": self.object.presenters.order_by("pk") if self.stale else []}

    def call(self, form):
        return papers.name_presenters(
            paper_id=self.object.pk,
            user_ids=[row["person"].pk for row in form.filled_rows()],
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class PaperReadView(PaperMixin, TransitionView):
    """Đã đọc, for one's own unit: the version that the page showed."""

    form_class = ReadForm
    http_method_names = ["post"]
    success_message = lazy("Đã ghi nhận đơn vị đã đọc tài liệu.")

    def get_object(self):
        paper = super().get_object()
        self.attendee = get_object_or_404(Attendee, conference=paper.conference_id, pk=self.kwargs["attendee_id"])
        return paper

    def policy(self, actor, paper):
        return policies.can_arrive(actor, self.attendee)

    def form_invalid(self, form):
        """A button without a page of its own: back to the paper, which says what stands there now."""
        messages.error(self.request, str(papers.NotOfficial.default_message))
        return HttpResponseRedirect(self.get_success_url())

    def call(self, form):
        number = form.cleaned_data["number"]
        version = self.object.versions.filter(state=PaperState.OFFICIAL, number=number).first()
        if version is None:
            raise papers.NotOfficial
        return papers.mark_read(
            version_id=version.pk,
            attendee_id=self.attendee.pk,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class PaperFileView(PaperMixin, View):
    """The file of one version, for whoever may read it."""

    def get(self, request, *args, **kwargs):
        version = next((each for each in self.readable() if each.number == kwargs["number"]), None)
        if version is None or version.attachment is None:
            raise Http404
        return serve_attachment(request, version.attachment)
