"""Biên bản hội nghị: all that it will say on one page, what is typed, the signed copy, the receipt."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views import View

from apps.ballots.models import Ballot
from apps.conferences import policies
from apps.conferences.domain import minutes as domain
from apps.conferences.domain.running import steps_of
from apps.conferences.enums import NOT_HELD, MinutesState, Step
from apps.conferences.minutes_content import minutes_data, what_is_signed
from apps.conferences.mode_forms import MinutesForm, ReasonForm
from apps.conferences.models import ConferenceMinutes
from apps.conferences.queries import certified_nominations
from apps.conferences.views.base import ConferenceFormMixin, ConferenceMixin, conference_crumb, list_crumb
from apps.core.components import Answer, Crumb, Fact
from apps.core.dates import format_date, format_datetime
from apps.core.links import url_if_there
from apps.core.views import ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.enums import SigningWay
from apps.documents.views.signing import SignedCopyFileMixin, SignedCopyUploadMixin, signing_facts
from apps.ranking.models import RankingRun

FIELDS = ("ended_at", "opinions", "conclusion")


def minutes_of(conference) -> ConferenceMinutes | None:
    found = ConferenceMinutes.objects.select_related("conference", "signed_copy__attachment")
    return found.filter(conference=conference).first()


def crumbs_of(conference) -> list[Crumb]:
    url = reverse("conferences:minutes-detail", args=[conference.pk])
    return [list_crumb(), conference_crumb(conference), Crumb(_("Biên bản"), url)]


class MinutesDetailView(ConferenceMixin, ScopedPageView):
    """Check answers: what the records say, what is typed, what is missing, and how it is signed."""

    policy = staticmethod(policies.can_read_minutes)
    template_name = "conferences/minutes_detail.html"

    def get_context_data(self, **kwargs):
        conference, actor = self.object, self.request.actor
        minutes = minutes_of(conference)
        signed = minutes is not None and minutes.state == MinutesState.SIGNED
        steps = steps_of(conference)
        may_write = not signed and bool(policies.can_prepare(actor, conference))
        started = conference.state not in NOT_HELD
        runs = RankingRun.objects.visible_to(actor).filter(cluster_year=conference.cluster_year_id).in_force()
        ballots = list(Ballot.objects.filter(keeper=conference.keeper).prefetch_related("tellers").order_by("order"))
        may_sign = may_write and started and minutes is not None and bool(policies.can_run(actor, conference))
        return super().get_context_data(
            minutes=minutes,
            signed=signed,
            missing=[each.missing for each in before_minutes(steps) if each.missing],
            answers=answers_of(conference, may_write=may_write and started),
            facts=facts_of(minutes) if signed else [],
            nominations=certified_nominations(conference, runs),
            ballots=[(ballot, url_if_there("ballots:receipt-list", ballot.pk)) for ballot in ballots],
            may_write=may_write and started,
            may_sign=may_sign,
            seen=what_is_signed(conference) if may_sign else "",
            may_reopen=signed and bool(policies.can_run(actor, conference)),
            print_url=report_url(conference) if started else "",
            last=_("Biên bản"),
            **kwargs,
        )


def before_minutes(steps) -> list:
    """Steps that the minutes tell of; the pledge and the next heads come after them."""
    return steps[: [each.step for each in steps].index(Step.MINUTES)]


def report_url(conference) -> str:
    url = url_if_there("reports:request", "conference_minutes")
    return f"{url}?conference={conference.pk}"


def answers_of(conference, *, may_write: bool) -> list[Answer]:
    """Lines of the minutes in their order, as signed once they are; what is typed can be changed."""
    data = minutes_data(conference)
    sitting, edit = data.sitting, reverse("conferences:minutes-edit", args=[conference.pk]) if may_write else ""
    opened = format_datetime(data.opened_at) if data.opened_at else ""
    chair = ", ".join(filter(None, [sitting.chair_name, sitting.chair_post]))
    secretary = ", ".join(filter(None, [sitting.secretary_name, sitting.secretary_post]))
    present = _("%(present)s/%(invited)s đơn vị") % {"present": data.present, "invited": data.invited}
    missing = "" if data.conclusion else _("Chưa có kết luận của chủ trì: chưa ký được.")
    return [
        Answer(_("Khai mạc"), opened, warning="" if opened else _("Hội nghị chưa khai mạc.")),
        Answer(_("Địa điểm"), sitting.place),
        Answer(_("Chủ trì"), chair, warning="" if chair else _("Chưa ghi người chủ trì.")),
        Answer(_("Thư ký"), secretary, warning="" if secretary else _("Chưa ghi thư ký.")),
        Answer(_("Có mặt"), present, warning="" if data.is_quorate else _("Chưa đủ điều kiện tiến hành.")),
        Answer(_("Tài liệu"), "; ".join(paper.title for paper in data.papers if paper.on)),
        Answer(_("Ý kiến thảo luận"), data.opinions, edit),
        Answer(_("Kết luận của chủ trì"), data.conclusion, edit, missing),
        Answer(_("Kết thúc lúc"), f"{data.ended_at:%H:%M}" if data.ended_at else "", edit),
    ]


def facts_of(minutes: ConferenceMinutes) -> list[Fact]:
    return [
        Fact(_("Số xác nhận"), minutes.receipt_number),
        Fact(_("Ngày họp"), format_date(minutes.conference.held_on)),
        *signing_facts(SigningWay.PAPER, "", minutes.signed_copy),
        Fact(_("Người gửi"), minutes.saved_by_label, format_datetime(minutes.saved_at)),
    ]


class MinutesEditView(SecondWriterMixin, ConferenceFormMixin, TransitionView):
    """Soạn biên bản; the second of two writers sees what is stored beside what was typed."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(domain.write_minutes)
    form_class = MinutesForm
    heading = lazy("Soạn biên bản hội nghị")
    lead = lazy("Thành phần, tài liệu, kết quả bỏ phiếu, giao ước được lấy từ hội nghị, không nhập lại.")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu biên bản.")
    success_url_name = "conferences:minutes-detail"

    def crumbs(self):
        return crumbs_of(self.object)

    def get_initial(self):
        found = minutes_of(self.object)
        return {name: getattr(found, name) for name in (*FIELDS, "version")} if found else {"version": 0}

    def version_now(self) -> int:
        """The meeting is the object here; the version is that of its minutes."""
        return self.get_initial()["version"]


class MinutesUploadView(SignedCopyUploadMixin, ConferenceFormMixin, TransitionView):
    """Tải lên bản ký: the minutes that chair and secretary signed on paper."""

    policy = staticmethod(policies.can_run)
    operation = staticmethod(domain.sign_minutes)
    template_name = "conferences/minutes_upload.html"
    heading = lazy("Tải lên biên bản đã ký")
    lead = lazy("Ghi đúng như trên bản giấy. Biên bản được chốt ngay khi bấm Gửi.")
    submit_label = lazy("Gửi")
    success_url_name = "conferences:minutes-receipt"

    def crumbs(self):
        return crumbs_of(self.object)

    def fingerprint(self):
        return self.request.GET.get("seen") or what_is_signed(self.object)

    def operation_arguments(self, form):
        found = super().operation_arguments(form)
        return {"copy": found["signed_copy"], "seen": found["seen"]}


class SignedMinutesMixin(ConferenceMixin):
    """The signed minutes, else 404."""

    policy = staticmethod(policies.can_read_minutes)

    def get_object(self):
        found = super().get_object()
        self.minutes = minutes_of(found)
        if self.minutes is None or self.minutes.signed_copy is None:
            raise Http404
        return found


class MinutesReceiptView(SignedMinutesMixin, ScopedPageView):
    """Giấy xác nhận: number, time, next step."""

    template_name = "conferences/minutes_receipt.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            minutes=self.minutes,
            facts=facts_of(self.minutes),
            crumbs=crumbs_of(self.object),
            print_url=report_url(self.object),
            last=_("Giấy xác nhận"),
            **kwargs,
        )


class MinutesFileView(SignedCopyFileMixin, SignedMinutesMixin, ScopedObjectMixin, View):
    def newest_copy(self, obj):
        return self.minutes.signed_copy


class MinutesReopenView(ConferenceFormMixin, TransitionView):
    policy = staticmethod(policies.can_run)
    operation = staticmethod(domain.reopen_minutes)
    form_class = ReasonForm
    heading = lazy("Mở lại biên bản đã ký?")
    lead = lazy("Bản đã ký vẫn được giữ trong lịch sử. Biên bản sửa xong phải ký lại.")
    submit_label = lazy("Mở lại biên bản")
    success_message = lazy("Biên bản được mở lại để sửa.")
    success_url_name = "conferences:minutes-detail"

    def crumbs(self):
        return crumbs_of(self.object)
