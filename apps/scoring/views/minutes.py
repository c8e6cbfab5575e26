"""Biên bản thống nhất điểm: drawing up, agreed points, the unit's word, signing in one of two ways."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from apps.core.components import Crumb, Fact
from apps.core.dates import format_date, format_datetime
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.numbers import format_points
from apps.core.views import ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.enums import SigningWay
from apps.documents.forms import NothingForm
from apps.documents.signing_forms import SeenForm
from apps.documents.views.signing import SignedCopyFileMixin, SignedCopyUploadMixin, signing_facts
from apps.scoring import review_policies, review_queries
from apps.scoring.domain import minutes as domain
from apps.scoring.domain import minutes_points
from apps.scoring.domain.lines import LinesRefused
from apps.scoring.domain.minutes_items import items_of
from apps.scoring.domain.steps import version_before
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import Consent, MinutesState
from apps.scoring.minutes_exports import printed
from apps.scoring.minutes_forms import DUTIES, AgreedPointsForm, ConsentForm, MinutesCopyForm, MinutesForm
from apps.scoring.models import VerificationMinutes


class MinutesMixin(ScopedObjectMixin):
    queryset = VerificationMinutes.objects.for_list()

    def crumbs(self):
        return [
            Crumb(self.object.sheet.unit_name, reverse("scoring:sheet-comparison", args=[self.object.sheet_id])),
            Crumb(_("Biên bản thống nhất điểm"), self.object.get_absolute_url()),
        ]

    def get_kicker(self):
        return self.object.sheet.unit_name


class MinutesCreateView(FormPageMixin, TransitionView):
    """Lập biên bản for the step that has the sheet."""

    policy = staticmethod(review_policies.can_draw_up)
    form_class = MinutesForm
    template_name = "scoring/minutes_form.html"
    heading = gettext_lazy("Lập biên bản thống nhất điểm")
    submit_label = gettext_lazy("Lưu và tiếp tục")

    def get_queryset(self):
        return review_queries.for_review(self.request.actor)

    def get_kicker(self):
        return self.object.unit_name

    def crumbs(self):
        return [Crumb(self.object.unit_name, reverse("scoring:review", args=[self.object.pk]))]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"parts": parts_of(self.object)}

    def call(self, form):
        return domain.create_minutes(
            sheet_id=self.object.pk, meeting=form.meeting, actor=self.request.actor, now=self.request.received_at
        )

    def get_success_url(self):
        return reverse("scoring:minutes-points", args=[self.result.pk])


class MinutesEditView(SecondWriterMixin, MinutesMixin, FormPageMixin, TransitionView):
    """Sửa what the draft says of the meeting; the second of two writers sees what is stored beside what was typed."""

    policy = staticmethod(review_policies.can_edit_minutes)
    form_class = MinutesForm
    template_name = "scoring/minutes_form.html"
    heading = gettext_lazy("Sửa biên bản thống nhất điểm")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu biên bản.")
    success_url_name = "scoring:minutes-detail"

    def get_initial(self):
        return {name: getattr(self.object, name) for name in MinutesForm.base_fields}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"parts": parts_of(self.object.sheet), "minutes": self.object}

    def call(self, form):
        return domain.save_minutes(
            minutes_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            meeting=form.meeting,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(stale=self.stale, **kwargs)
        if self.stale:
            stored = MinutesForm(parts=context["form"].parts, minutes=self.object, initial=self.get_initial())
            context["differences"] = context["form"].differences(stored)
        return context


def parts_of(sheet) -> list:
    table = load_table(sheet.criteria_set_id)
    return [table.rows[node.code] for node in table.tree.roots]


class MinutesPointsView(MinutesMixin, TransitionView):
    """Điểm thống nhất of every line: claimed, agreed, the reason; saved all or nothing."""

    policy = staticmethod(review_policies.can_sign_minutes)
    form_class = AgreedPointsForm
    template_name = "scoring/minutes_points.html"
    success_message = gettext_lazy("Đã ghi điểm thống nhất.")
    success_url_name = "scoring:minutes-detail"

    def lines(self) -> list:
        version = self.object.sheet_version
        source = version_before(version)
        claimed = {line.criterion_id: line.points for line in source.lines.all()} if source else {}
        lines = version.lines.select_related("criterion__part", "reason").order_by("criterion__position")
        for line in lines:
            line.claimed = claimed.get(line.criterion_id)
        return list(lines)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": self.lines(), "reasons": review_queries.reasons()}

    def call(self, form):
        return minutes_points.agree_points(
            minutes_id=self.object.pk,
            agreed=form.agreed(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def show_refusal(self, form, error):
        """Each line with its own error; a line that somebody else saved shows the version there now."""
        if not isinstance(error, LinesRefused):
            return super().show_refusal(form, error)
        form.data = form.data.copy()
        stored = {line.pk: line for line in self.lines()}
        for pk, refused in error.errors.items():
            form.add_error(f"r{pk}" if refused.field == "reason" else f"p{pk}", str(refused.message))
            if isinstance(refused, StaleVersion):
                form.data[f"v{pk}"] = stored[pk].version
                form.stored_now[pk] = stored[pk]
        return self.form_invalid(form)


class MinutesDetailView(MinutesMixin, ScopedPageView):
    """The minutes as they stand, with what may be done next."""

    template_name = "scoring/minutes_detail.html"

    def get_context_data(self, **kwargs):
        minutes, actor = self.object, self.request.actor
        draft = minutes.state == MinutesState.DRAFT and not minutes.is_closed
        may_edit = bool(review_policies.can_edit_minutes(actor, minutes))
        duties = dict(DUTIES)
        return super().get_context_data(
            items=items_of(minutes),
            facts=facts_of(minutes),
            teams=teams_of(minutes),
            members=[(each, duties.get(each["duty"], "")) for each in minutes.members],
            draft=draft,
            outdated=domain.is_outdated(minutes),
            closed=domain.MinutesClosed.default_message if minutes.is_closed else "",
            may_edit=draft and may_edit,
            may_discard=minutes.state == MinutesState.DRAFT and may_edit,
            may_consent=draft and minutes.shared_at is not None and bool(review_policies.can_consent(actor, minutes)),
            may_sign=draft and bool(minutes.consent) and bool(review_policies.can_sign_minutes(actor, minutes)),
            seen=domain.mark_of(minutes),
            **kwargs,
        )


def facts_of(minutes: VerificationMinutes) -> list[Fact]:
    copy = minutes.signed_copy
    facts = [
        Fact(_("Số, ký hiệu"), minutes.number or (copy.number if copy else "") or _("chưa vào sổ")),
        Fact(_("Thời gian"), ", ".join(filter(None, [minutes.held_at, format_date(minutes.held_on)]))),
        Fact(_("Địa điểm"), minutes.place),
    ]
    if minutes.consent:
        said = f"{minutes.consent_by_label} · {format_datetime(minutes.consent_at)}"
        facts.append(Fact(_("Ý kiến của đơn vị"), str(Consent(minutes.consent).label), said))
    if minutes.state == MinutesState.SIGNED:
        facts += signing_facts(minutes.signing_way, minutes.signed_by_label, minutes.signed_copy)
        facts.append(Fact(_("Mã băm SHA-256"), minutes.sha256))
    return facts


def teams_of(minutes: VerificationMinutes) -> list[tuple[str, str]]:
    """Printed part and who checked it, in the order of the table."""
    people = {each["part"]: each["people"] for each in minutes.teams}
    return [(printed(part), people[part.code]) for part in parts_of(minutes.sheet) if part.code in people]


def seen_by(view) -> str:
    """``mark_of`` the minutes as the page showed them from which the person comes; as they are, where none says."""
    return view.request.GET.get("seen") or domain.mark_of(view.object)


class _MinutesStep(MinutesMixin, FormPageMixin, TransitionView):
    """A confirm page of the minutes."""

    id_argument = "minutes_id"
    form_class = NothingForm
    success_url_name = "scoring:minutes-detail"

    def points_in_words(self) -> list[str]:
        """What is agreed to: both totals, and each line that differs."""
        items = items_of(self.object)
        shown = {"claimed": format_points(items.claimed), "agreed": format_points(items.agreed)}
        total = _("Tự chấm %(claimed)s điểm, thống nhất %(agreed)s điểm.") % shown
        changed = [row for row in items.rows if row.claimed is not None and row.claimed != row.agreed]
        return [total, *(_in_words(row) for row in changed)]


def _in_words(row) -> str:
    shown = {"line": f"{row.number} {row.label}", "claimed": format_points(row.claimed)}
    shown |= {"agreed": format_points(row.agreed), "reason": row.reason}
    return _("%(line)s: %(claimed)s → %(agreed)s. %(reason)s") % shown


class MinutesShareView(_MinutesStep):
    """Gửi đơn vị cho ý kiến."""

    policy = staticmethod(review_policies.can_edit_minutes)
    operation = staticmethod(domain.share_minutes)
    heading = gettext_lazy("Gửi biên bản để đơn vị cho ý kiến?")
    lead = gettext_lazy(
        "Lãnh đạo đơn vị đọc điểm từng dòng, rồi đồng ý hoặc bảo lưu ý kiến. Ý kiến đã cho được hỏi lại."
    )
    submit_label = gettext_lazy("Gửi đơn vị")
    success_message = gettext_lazy("Đã gửi biên bản cho đơn vị.")


class MinutesConsentView(_MinutesStep):
    """Ý kiến của đơn vị."""

    policy = staticmethod(review_policies.can_consent)
    operation = staticmethod(domain.give_consent)
    form_class = ConsentForm
    heading = gettext_lazy("Ý kiến của đơn vị về điểm thống nhất")
    submit_label = gettext_lazy("Gửi ý kiến")
    success_message = gettext_lazy("Đã ghi ý kiến của đơn vị.")

    def get_consequences(self):
        return self.points_in_words()

    def get_initial(self):
        return {"seen": seen_by(self)}


class MinutesSignView(_MinutesStep):
    """Ký trên hệ thống."""

    policy = staticmethod(review_policies.can_sign_minutes)
    operation = staticmethod(domain.sign_minutes)
    form_class = SeenForm
    heading = gettext_lazy("Ký biên bản thống nhất điểm?")
    lead = gettext_lazy("Sau khi ký, biên bản không sửa được nữa. Hai bản có giá trị như nhau, mỗi bên giữ một bản.")
    submit_label = gettext_lazy("Ký biên bản")
    success_message = gettext_lazy("Đã ký biên bản thống nhất điểm.")

    def get_consequences(self):
        return self.points_in_words()

    def get_initial(self):
        return {"seen": seen_by(self)}

    def operation_arguments(self, form):
        return {"way": SigningWay.SCREEN, "seen": form.cleaned_data["seen"]}


class MinutesDiscardView(_MinutesStep):
    """Bỏ dự thảo."""

    policy = staticmethod(review_policies.can_edit_minutes)
    operation = staticmethod(domain.discard_minutes)
    heading = gettext_lazy("Bỏ dự thảo biên bản?")
    lead = gettext_lazy("Điểm đã ghi cho từng dòng được giữ nguyên.")
    submit_label = gettext_lazy("Bỏ dự thảo")
    success_message = gettext_lazy("Đã bỏ dự thảo biên bản.")

    def get_success_url(self):
        return reverse("scoring:review", args=[self.object.sheet_id])


class MinutesUploadView(SignedCopyUploadMixin, MinutesMixin, TransitionView):
    """Tải lên bản ký, đóng dấu of the minutes, with the unit's word written on them."""

    policy = staticmethod(review_policies.can_sign_minutes)
    operation = staticmethod(domain.sign_minutes)
    id_argument = "minutes_id"
    form_class = MinutesCopyForm
    template_name = "scoring/minutes_upload.html"
    success_message = gettext_lazy("Đã ghi nhận biên bản ký trên giấy.")
    success_url_name = "scoring:minutes-detail"

    def fingerprint(self):
        return seen_by(self)

    def operation_arguments(self, form):
        data = form.cleaned_data
        return super().operation_arguments(form) | {"consent": data["consent"], "words": data["words"]}


class MinutesFileView(SignedCopyFileMixin, MinutesMixin, View):
    """The scan of the signed minutes."""
