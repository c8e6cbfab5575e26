"""Awards on screen: the two lists, and one award with all that holds for it on a day."""

from datetime import date
from itertools import groupby

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.catalog import policies, presentation, queries
from apps.catalog.editing import KINDS
from apps.catalog.enums import Subject
from apps.catalog.filters import AwardFilter
from apps.catalog.forms import DayForm
from apps.catalog.models import AwardType, RuleVersion
from apps.core.components import Column, Fact
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.documents.queries import guidance_for
from apps.units.enums import UnitKind


def day_of(request) -> tuple[date, DayForm]:
    """The day whose law is shown: the one in the address, else today; with the form that chooses it."""
    today = timezone.localtime(request.received_at).date()
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": today})
    return (form.cleaned_data["on"] if form.is_bound and form.is_valid() else today), form


class AwardListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Danh hiệu thi đua and hình thức khen thưởng: two lists under two headings, in the order of the law."""

    filterset_class = AwardFilter
    template_name = "catalog/award_list.html"
    paginate_by = 60
    columns = (
        Column(_("Tên"), sort="name"),
        Column(_("Viết tắt"), width="narrow"),
        Column(_("Cấp"), sort="level"),
        Column(_("Đối tượng")),
        Column(_("Thẩm quyền quyết định")),
        Column(_("Hệ số tiền thưởng"), numeric=True),
        Column(_("Căn cứ")),
    )
    export_title = _("Danh hiệu thi đua, hình thức khen thưởng")
    export_file = "danh-muc-khen-thuong"
    export_columns = (
        SheetColumn("list", _("Nhóm")),
        SheetColumn("name", _("Tên"), width=45),
        SheetColumn("abbreviation", _("Viết tắt"), width=12),
        SheetColumn("level", _("Cấp")),
        SheetColumn("subject", _("Đối tượng")),
        SheetColumn("provision", _("Căn cứ")),
        SheetColumn("confidence", _("Độ tin cậy")),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_read(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return AwardType.objects.select_related("provision").order_by("order", "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        on, _form = day_of(self.request)
        awards = list(context["page_obj"])
        terms = queries.terms_on([award.pk for award in awards], on)
        return {
            **context,
            "groups": [
                (heading, [(award, terms.get(award.pk)) for award in found])
                for heading, found in groupby(awards, key=AwardType.get_list_display)
            ],
            "versions": RuleVersion.objects.all(),
            "version": queries.version_on(on),
            "guidance_year": on.year,
            "guidance": guidance_for(self.request.actor, on.year),
            "may_change": bool(policies.can_change(self.request.actor)),
        }

    def export_row(self, row):
        return {
            "list": row.get_list_display(),
            "name": row.name,
            "abbreviation": row.abbreviation,
            "level": row.get_level_display(),
            "subject": row.get_subject_display(),
            "provision": str(row.provision or ""),
            "confidence": row.get_confidence_display(),
        }


class AwardDetailView(ScopedPageView):
    """One award on a day: who decides, the bonus, the ways, conditions, votes, quotas and papers."""

    queryset = AwardType.objects.select_related("provision")
    policy = staticmethod(lambda actor, award: policies.can_read(actor))
    template_name = "catalog/award_detail.html"

    def get_queryset(self):
        return self.queryset.all()

    def get_context_data(self, **kwargs):
        award = self.object
        on, form = day_of(self.request)
        kinds = dict(UnitKind.choices)
        subjects = [value for value in (Subject.INDIVIDUAL, Subject.COLLECTIVE) if award.fits(value)]
        routes = award.routes.in_force(on).select_related("provision").order_by("unit_kind", "code")
        return super().get_context_data(
            award=award,
            on=on,
            form=form,
            version=queries.version_on(on),
            facts=_facts(award),
            bonuses=[(Subject(value).label, queries.bonus(award.pk, value, on)) for value in subjects],
            salary=queries.base_salary(on),
            term=queries.terms_on([award.pk], on).get(award.pk),
            terms=[(row, presentation.period(row.valid_from, row.valid_to)) for row in award.terms.all()],
            routes=[(kinds.get(row.unit_kind, row.unit_kind), row) for row in routes],
            conditions=presentation.conditions(list(queries.rules_on(award.pk, on)), list(queries.groups_of(award.pk))),
            votes=award.votes.in_force(on).select_related("provision"),
            exemptions=award.exemptions.in_force(on).select_related("provision").order_by("code"),
            quotas=award.quotas.in_force(on).select_related("provision"),
            dossiers=[(Subject(value).label, queries.dossier(award, value, on)) for value in subjects],
            kinds=KINDS.values(),
            may_change=bool(policies.can_change(self.request.actor)),
            **kwargs,
        )


def _facts(award: AwardType) -> list[Fact]:
    facts = [
        Fact(_("Nhóm"), award.get_list_display()),
        Fact(_("Cấp"), award.get_level_display()),
        Fact(_("Đối tượng"), award.get_subject_display()),
        Fact(_("Căn cứ"), str(award.provision or "–"), note=award.get_confidence_display()),
    ]
    if award.also_named:
        facts.append(Fact(_("Tên gọi khác"), award.also_named))
    return facts
