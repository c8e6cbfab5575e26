"""Mẫu in giấy khen, bằng khen: where each part stands on the blanks of a body; a picture, and a trial on paper."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import ListView

from apps.awards import decision_policies as policies
from apps.awards.certificate_enums import SIZES, Paper, Part
from apps.awards.certificate_forms import RESET, LayoutForm, NewLayoutForm
from apps.awards.certificate_layout import Layout, layout_of, places_of
from apps.awards.certificate_sheets import SAMPLE, Sheet, sheets_pdf
from apps.awards.domain import layouts
from apps.awards.models import CertificateLayout
from apps.awards.views.decisions import list_crumb as decisions_crumb
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.numbers import format_decimal
from apps.core.pdf import Verification
from apps.core.views import MakeView, ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView

MM_OF_PT = Decimal("0.3528")
LINE = Decimal("1.3")


def list_crumb() -> Crumb:
    return Crumb(_("Mẫu in giấy khen, bằng khen"), reverse("awards:layout-list"))


def _change_url(layout: CertificateLayout) -> str:
    """Where the next try is made: parts are moved, printed on trial and moved again."""
    return reverse("awards:layout-change", args=[layout.pk])


class LayoutListView(LoginRequiredMixin, ListView):
    """Layouts of the bodies that one serves or audits."""

    template_name = "awards/layout_list.html"
    paginate_by = 50
    columns = (
        Column(_("Danh hiệu, hình thức"), width="wide"),
        Column(_("Đơn vị")),
        Column(_("Khổ giấy")),
        Column(_("Lưu lần cuối")),
    )

    def get_queryset(self):
        return CertificateLayout.objects.visible_to(self.request.actor).for_list().order_by("organiser", "award", "pk")

    def get_context_data(self, **kwargs):
        may = policies.printing_bodies(self.request.actor).exists()
        return super().get_context_data(may_make=may, crumbs=[decisions_crumb()], **kwargs)


class LayoutCreateView(FormPageMixin, MakeView):
    form_class = NewLayoutForm
    template_name = "awards/form.html"
    heading = _("Lập mẫu in giấy khen, bằng khen")
    lead = _("Các phần được đặt theo mẫu minh họa; chỉnh vị trí ở bước sau rồi in thử lên phôi.")
    submit_label = _("Lập mẫu")
    success_message = _("Đã lập mẫu. Hãy chỉnh vị trí và in thử.")
    policy = staticmethod(policies.can_set_layouts)

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"units": policies.printing_bodies(self.request.actor)}

    def make(self, form) -> str:
        data = form.cleaned_data
        made = layouts.make_layout(
            organiser_id=data["unit"].pk,
            award_id=data["award"].pk if data["award"] else None,
            paper=data["paper"],
            blank=data["blank"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return _change_url(made)


def _picture(layout: CertificateLayout) -> dict:
    """What ``_layout_picture.html`` draws."""
    shown = layout_of(layout)
    width, height = SIZES[Paper(shown.paper)]
    return {"layout": layout, "pictured": picture_of(shown), "sheet_width": width, "sheet_height": height}


class LayoutDetailView(ScopedPageView):
    """A layout as it is stored, for whoever serves or audits the body; auditors read everything and change nothing."""

    queryset = CertificateLayout.objects.for_list()
    template_name = "awards/layout_detail.html"

    def get_context_data(self, **kwargs):
        layout = self.object
        rows = [
            (_("Khổ giấy"), layout.get_paper_display()),
            (_("Dịch sang phải (mm)"), format_decimal(layout.shift_left)),
            (_("Dịch xuống (mm)"), format_decimal(layout.shift_top)),
            (_("Lưu lần cuối"), f"{layout.saved_by_label}, {format_datetime(layout.saved_at)}".strip(", ")),
        ]
        return super().get_context_data(
            facts=[Fact(label, value) for label, value in rows if value],
            places=[(Part(part).label, place) for part, place in places_of(layout).items()],
            may_set=bool(policies.can_prepare_for(self.request.actor, layout.organiser)),
            crumbs=[list_crumb()],
            **_picture(layout),
            **kwargs,
        )


class LayoutChangeView(SecondWriterMixin, FormPageMixin, TransitionView):
    """The table of parts beside a picture of the sheet."""

    queryset = CertificateLayout.objects.for_list()
    form_class = LayoutForm
    template_name = "awards/layout_change.html"
    submit_label = _("Lưu vị trí")
    success_message = _("Đã lưu mẫu in.")

    @staticmethod
    def policy(actor, layout):
        return policies.can_prepare_for(actor, layout.organiser)

    def get_heading(self):
        return str(self.object)

    def get_kicker(self) -> str:
        return self.object.organiser.name

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_initial(self):
        return LayoutForm.initial_of(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**_picture(self.object), **kwargs)

    def call(self, form):
        by = {"actor": self.request.actor, "now": self.request.received_at}
        of = {"layout_id": self.object.pk, "version": form.cleaned_data["version"]}
        if RESET in self.request.POST:
            return layouts.reset_layout(**of, paper=form.cleaned_data["paper"], **by)
        return layouts.set_layout(**of, setting=form.setting(), **by)

    def get_success_url(self):
        return _change_url(self.object)


class LayoutTrialView(ScopedObjectMixin, View):
    """Tờ in thử: sample words with the edges of their boxes, to be laid over a blank."""

    queryset = CertificateLayout.objects.for_list()

    def get(self, request, *args, **kwargs):
        trial = Verification("THUU-INTH-UUUU", request.build_absolute_uri("/"))
        sheet = Sheet(layout_of(self.object), SAMPLE, trial, outlined=True)
        content = sheets_pdf([sheet], title="Tờ in thử", author=self.object.organiser.name, created=request.received_at)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="to-in-thu.pdf"'
        return response


@dataclass(frozen=True)
class Drawn:
    """A box of the picture, numbers as SVG reads them; ``x`` where the text is anchored."""

    label: str
    text: str
    left: str
    top: str
    width: str
    height: str
    x: str
    baseline: str
    anchor: str
    size: str
    is_code: bool


def picture_of(layout: Layout) -> list[Drawn]:
    return [_drawn(part, place) for part, place in layout.places.items() if place.shown]


def _drawn(part: str, place) -> Drawn:
    size = place.size * MM_OF_PT
    lines = SAMPLE.get(part, "").split("\n")
    height = place.width if part == Part.QR else size * LINE * len(lines)
    middle = place.align == "center"
    return Drawn(
        label=str(Part(part).label),
        text="" if part == Part.QR else lines[0],
        left=str(place.left),
        top=str(place.top),
        width=str(place.width),
        height=f"{height:.1f}",
        x=f"{place.left + place.width / 2:.1f}" if middle else str(place.left),
        baseline=f"{place.top + size:.1f}",
        anchor="middle" if middle else "start",
        size=f"{size:.2f}",
        is_code=part == Part.QR,
    )
