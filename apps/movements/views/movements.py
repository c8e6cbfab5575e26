"""Phong trào thi đua: the list, one movement, what it is made of."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column, Fact
from apps.core.dates import format_date
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.movements import policies
from apps.movements.enums import MovementState, Tick
from apps.movements.filters import MovementFilter
from apps.movements.models import Movement, MovementReview, Participation
from apps.movements.queries import cascade, listing
from apps.movements.queries.measured import with_indicators
from apps.movements.queries.outcome import outcome
from apps.movements.role_model_policies import can_suggest_any
from apps.movements.views.common import asked_year, movement_badge
from apps.movements.workflow import MOVEMENT_FLOW
from apps.units.enums import Role

MOVES = ("review", "conclude", "reopen")


class MovementListView(ExportMixin, LoginRequiredMixin, FilterView):
    """All movements that somebody sees; for a unit with its own ticks, for whoever runs them with the counts."""

    filterset_class = MovementFilter
    template_name = "movements/movement_list.html"
    paginate_by = 50
    columns = (
        Column(lazy("Phong trào"), sort="name"),
        Column(lazy("Cấp")),
        Column(lazy("Giai đoạn"), sort="start"),
        Column(lazy("Tình trạng")),
        Column(lazy("Thực hiện")),
    )
    export_title = lazy("Phong trào thi đua")
    export_file = "phong-trao-thi-dua"
    export_columns = (
        SheetColumn("title", lazy("Tên phong trào"), width=80),
        SheetColumn("theme", lazy("Chủ đề"), width=60),
        SheetColumn("level", lazy("Cấp")),
        SheetColumn("themed", lazy("Theo chuyên đề")),
        SheetColumn("organiser", lazy("Đơn vị chủ trì"), width=40),
        SheetColumn("decision", lazy("Quyết định, kế hoạch"), width=30),
        SheetColumn("starts_on", lazy("Từ ngày"), kind="date"),
        SheetColumn("ends_on", lazy("Đến ngày"), kind="date"),
        SheetColumn("state", lazy("Tình trạng")),
        SheetColumn("units", lazy("Số đơn vị"), kind="integer"),
    )

    def get_queryset(self):
        return Movement.objects.visible_to(self.request.actor).for_list().order_by("-starts_on", "title_key", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor, year = self.request.actor, asked_year(self.request)
        ids = [movement.pk for movement in context["page_obj"]]
        counts = listing.counts_by_movement(actor, ids, year)
        own = listing.own_rows(actor, ids, year)
        rows = [
            {
                "movement": movement,
                "badge": movement_badge(movement.state),
                "is_over": movement.is_live and movement.ends_on < actor.on,
                "counts": counts.get(movement.pk),
                "own": own.get(movement.pk),
                "ticks": listing.ticks_of(own[movement.pk]) if movement.pk in own else [],
            }
            for movement in context["page_obj"]
        ]
        return {
            **context,
            "rows": rows,
            "may_create": bool(policies.can_create(actor)),
            "confirms": bool(actor.unit_ids(Role.OFFICER, Role.LEADER)),
            "this_year": year,
        }

    def export(self, filterset):
        standing = Count("participations", filter=Q(participations__left_on=None))
        self.object_list = self.object_list.annotate(units=standing)
        return super().export(filterset)

    def export_row(self, row):
        return {
            "title": row.title,
            "theme": f"“{row.theme}”" if row.theme else "",
            "level": row.get_level_display(),
            "themed": _("Có") if row.themed else "",
            "organiser": row.organiser.name,
            "decision": str(row.decision or ""),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": movement_badge(row.state)["label"],
            "units": row.units,
        }


class MovementDetailView(ScopedPageView):
    """Screen 5: name whole, theme, level, decision, basis, contents, four ticks, results, milestones, role models."""

    queryset = Movement.objects.for_list().select_related("parent", "organiser")
    template_name = "movements/movement_detail.html"

    def get_context_data(self, **kwargs):
        movement, actor = self.object, self.request.actor
        year = asked_year(self.request, movement)
        rows = Participation.objects.visible_to(actor).filter(movement=movement)
        standing = rows.standing()
        may_run = bool(policies.can_run(actor, movement))
        counts = cascade.counts(standing, year)
        own = listing.own_rows(actor, [movement.pk], year).get(movement.pk)
        return super().get_context_data(
            movement=movement,
            badge=movement_badge(movement.state),
            is_over=movement.is_live and movement.ends_on < actor.on,
            facts=facts_of(movement, actor),
            contents=with_indicators(movement.contents.all()),
            checklist=list(movement.checklist.all()),
            audience=[str(part) for part in movement.audience.select_related("cluster_year__year", "unit")],
            counts=count_rows(counts, movement, year),
            total=counts.total,
            later=standing.filter(added_late=True).count(),
            milestones=milestone_rows(movement, actor),
            outcome=outcome(movement, actor) if movement.state != MovementState.DRAFT else None,
            may_suggest=movement.is_live and bool(can_suggest_any(actor)),
            own=own,
            ticks=listing.ticks_of(own) if own else [],
            children=list(Movement.objects.visible_to(actor).filter(parent=movement).for_list()),
            may_run=may_run,
            may_launch=movement.state == MovementState.DRAFT and bool(policies.can_launch(actor, movement)),
            moves=[step for step in MOVEMENT_FLOW.actions(movement.state) if step.action in MOVES] if may_run else [],
            this_year=year,
            **kwargs,
        )


def facts_of(movement: Movement, actor) -> list[Fact]:
    bases = [str(basis) for basis in movement.bases.select_related("document")]
    parent = movement.parent
    if parent is not None and not Movement.objects.visible_to(actor).filter(pk=parent.pk).exists():
        parent = None
    days = _("%(first)s – %(last)s") % {"first": format_date(movement.starts_on), "last": format_date(movement.ends_on)}
    rows = [
        (_("Chủ đề"), f"“{movement.theme}”" if movement.theme else "", ""),
        (_("Cấp"), movement.get_level_display(), _("theo chuyên đề") if movement.themed else ""),
        (_("Đơn vị chủ trì"), str(movement.cluster_year or movement.organiser.name), ""),
        (_("Quyết định, kế hoạch"), str(movement.decision or ""), ""),
        (_("Căn cứ"), "; ".join(bases), ""),
        (_("Thời gian"), days, ""),
        (_("Hưởng ứng"), parent.short_name if parent else "", ""),
        (_("Cá nhân tham gia"), movement.persons, ""),
    ]
    return [Fact(label, value, note) for label, value, note in rows if value]


def count_rows(counts, movement: Movement, year: int) -> list[dict]:
    """Each count with the address of its list."""
    url = reverse("movements:movement-units", args=[movement.pk])
    return [{"label": tick.label, "value": counts.of(tick), "url": f"{url}?{tick}=yes&in={year}"} for tick in Tick]


def milestone_rows(movement: Movement, actor) -> list[dict]:
    """Each milestone with how many of the units seen have sent; one query for all of them."""
    sums = dict.fromkeys(movement.milestones.values_list("pk", flat=True), (0, 0))
    seen = MovementReview.objects.filter(
        milestone__movement=movement, participation__in=Participation.objects.visible_to(actor).order_by().values("pk")
    )
    sent = Q(state__in=["submitted", "accepted"])
    for row in seen.order_by().values("milestone_id").annotate(n=Count("pk"), sent=Count("pk", filter=sent)):
        sums[row["milestone_id"]] = (row["sent"], row["n"])
    return [
        {"milestone": milestone, "sent": sums[milestone.pk][0], "total": sums[milestone.pk][1]}
        for milestone in movement.milestones.all()
    ]
