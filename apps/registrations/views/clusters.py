"""The head's page, Gửi Bộ, the consolidated sheets, and the list that all members read."""

from collections import Counter

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.enums import Line
from apps.clusters.models import ClusterYear
from apps.core.components import Column, Crumb, StatusWord
from apps.core.dates import format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.lists import PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.registrations import policies, queries
from apps.registrations.domain import consolidating
from apps.registrations.domain.differences import compare
from apps.registrations.domain.foreseeing import Foreseen, foresee
from apps.registrations.domain.status import status_word
from apps.registrations.domain.words import send_label
from apps.registrations.enums import Change
from apps.registrations.exports import title_counts, units_of
from apps.registrations.forms import ConsolidateForm
from apps.registrations.models import Consolidation

NOTHING_NEW = gettext_lazy("Không có gì mới so với bản đã gửi: đăng ký gửi lại được tổng hợp vào bản đó.")


class ClusterYearMixin(ScopedObjectMixin):
    queryset = ClusterYear.objects.for_list()

    @property
    def cluster_year(self) -> ClusterYear:
        return self.object

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Tổng hợp đăng ký"), reverse("registrations:consolidation-list")),
            Crumb(str(self.cluster_year), reverse("registrations:cluster-year", args=[self.cluster_year.pk])),
        ]


class ClusterRegistrationsView(ClusterYearMixin, PageExportMixin, ScopedPageView):
    """Đã gửi x/y. Còn thiếu: … with what each unit sent, its lateness, and the steps."""

    policy = staticmethod(policies.can_oversee)
    template_name = "registrations/cluster_year.html"
    columns = [
        Column(gettext_lazy("Đơn vị"), width="wide"),
        Column(gettext_lazy("Trạng thái")),
        Column(gettext_lazy("Tập thể"), numeric=True),
        Column(gettext_lazy("Cá nhân"), numeric=True),
        Column(gettext_lazy("Gửi lúc")),
        Column(gettext_lazy("Việc có thể làm"), hidden_label=True),
    ]
    export_title = gettext_lazy("Đăng ký của từng đơn vị, theo thứ tự lễ tân")
    export_file = "dang-ky-cua-cum"
    export_columns = (
        SheetColumn("unit", gettext_lazy("Đơn vị"), width=44),
        SheetColumn("line", gettext_lazy("Khối"), width=26),
        SheetColumn("state", gettext_lazy("Trạng thái"), width=20),
        SheetColumn("late", gettext_lazy("Số ngày chậm"), "integer"),
        SheetColumn("collectives", gettext_lazy("Tập thể"), "integer", total=True),
        SheetColumn("persons", gettext_lazy("Cá nhân"), "integer", total=True),
        SheetColumn("submitted", gettext_lazy("Gửi lúc"), "datetime"),
        SheetColumn("remark", gettext_lazy("Ý kiến"), width=40),
    )

    def export_notes(self):
        return [str(self.cluster_year)]

    def export_row(self, row: dict):
        found, registration = row["row"], row["row"].registration
        counts = (found.collectives, found.persons) if found.is_sent else (None, None)
        state, late = str(StatusWord(row["word"]).label), row["days_late"] or None
        sent = (registration.submitted_at, registration.remark) if registration else (None, "")
        return (found.member.unit_name, str(row["line"]), state, late, *counts, *sent)

    def get_context_data(self, **kwargs):
        board = queries.board_of(self.cluster_year)
        now, actor = self.request.received_at, self.request.actor
        sheets = list(queries.consolidations_of(self.cluster_year))
        may_send = bool(policies.can_consolidate(actor, self.cluster_year))
        self.exported = [self.shown(row, now) for row in board.rows]
        return super().get_context_data(
            cluster_year=self.cluster_year,
            board=board,
            rows=self.exported,
            sheets=sheets,
            later=queries.later_names(self.cluster_year) if sheets else [],
            may_send=may_send,
            may_type=bool(policies.oversees(actor, self.cluster_year)),
            own_units=actor.unit_ids("officer", "leader"),
            several_lines=len({row.member.line for row in board.rows}) > 1,
            sendings=self.sendings(board) if may_send else [],
            **kwargs,
        )

    def sendings(self, board: queries.Board) -> list[tuple[str, str]]:
        """(label, address) of each sheet that can be sent: of all units, and line by line where there are several."""
        if not board.sent:
            return []
        url = reverse("registrations:consolidation-send", args=[self.cluster_year.pk])
        label = send_label(self.cluster_year)
        sent = {row.member.line for row in board.rows if row.is_sent}
        lines = [line for line in queries.lines_of(self.cluster_year.pk) if line in sent]
        return [(label, url), *((f"{label}: {Line(line).label}", f"{url}?line={line}") for line in lines)]

    def shown(self, row: queries.BoardRow, now) -> dict:
        owed = row.obligation
        sent = owed is not None and owed.first_fulfilled_at is not None
        return {
            "row": row,
            "word": status_word(row.registration),
            "line": Line(row.member.line).label if row.member.line else "",
            "days_late": owed.days_late(now) if sent else 0,
            "days_left": owed.days_to_go(now) if owed else None,
        }


class PublicListView(ClusterYearMixin, ScopedPageView):
    """Danh sách đăng ký trong Cụm: what every member sent, open to all members; no marks, no remarks."""

    template_name = "registrations/public_list.html"

    def get_context_data(self, **kwargs):
        groups = queries.by_registration(queries.standing_rows(self.cluster_year))
        return super().get_context_data(cluster_year=self.cluster_year, groups=groups, **kwargs)


class SendView(ClusterYearMixin, FormPageMixin, TransitionView):
    """Gửi Bộ: what will be in the version and who is missing, then one click. ``?line=``: the sheet of one Khối."""

    policy = staticmethod(policies.can_consolidate)
    operation = staticmethod(consolidating.ask_to_send)
    id_argument = "cluster_year_id"
    form_class = ConsolidateForm

    @property
    def submit_label(self):
        return send_label(self.cluster_year)

    def get_heading(self):
        return self.submit_label

    def get_kicker(self):
        return f"{self.cluster_year}, {Line(self.line).label}" if self.line else str(self.cluster_year)

    @cached_property
    def line(self) -> str:
        line = self.request.GET.get("line", "")
        if line and line not in queries.lines_of(self.cluster_year.pk):
            raise Http404
        return line

    @cached_property
    def foreseen(self) -> Foreseen:
        return foresee(self.cluster_year.pk, self.line)

    @property
    def number(self) -> int:
        """The number of the version that would be sent."""
        return self.foreseen.number

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"number": self.number}

    def get_consequences(self):
        found = self.foreseen
        lines = [
            _("Bản tổng hợp số %(number)s gồm đăng ký của %(sent)s/%(all)s đơn vị, không sửa được sau khi gửi.")
            % {"number": found.number, "sent": found.units, "all": found.units + len(found.missing)}
        ]
        if found.missing:
            lines.append(_("Còn thiếu: %(units)s.") % {"units": ", ".join(found.missing)})
        if found.number > 1:
            lines.append(self.changes())
        lines.append(_("Đơn vị gửi sau hoặc sửa sau: gửi bản số tiếp theo, điểm khác được đánh dấu."))
        return lines

    def changes(self) -> str:
        """Why there should be a next version at all."""
        if not self.foreseen.is_new:
            return str(NOTHING_NEW if self.foreseen.again else consolidating.NothingChanged().message)
        if names := self.foreseen.differing:
            return _("Gửi hoặc sửa sau bản đã gửi: %(units)s.") % {"units": ", ".join(names)}
        return _("Có đơn vị của bản đã gửi không còn trong bản này.")

    def operation_arguments(self, form):
        return {"reason": form.cleaned_data.get("reason", ""), "line": self.line}

    def call(self, form):
        asked = super().call(form)
        if asked.consolidation and asked.consolidation.number < self.number:
            self.success_message = NOTHING_NEW
        return asked

    def get_success_url(self):
        asked = getattr(self, "result", None)
        if asked is None:
            return reverse("registrations:cluster-year", args=[self.cluster_year.pk])
        return (asked.consolidation or asked.job).get_absolute_url()


class ConsolidationView(PageExportMixin, ScopedPageView):
    """One version of the consolidated sheet: by unit and by title, with what differs from the version before."""

    queryset = Consolidation.objects.for_list()
    template_name = "registrations/consolidation_detail.html"
    export_title = gettext_lazy("Bảng tổng hợp đăng ký thi đua")
    export_file = "tong-hop-dang-ky"
    export_columns = (
        SheetColumn("unit", gettext_lazy("Đơn vị"), width=44),
        SheetColumn("line", gettext_lazy("Khối"), width=26),
        SheetColumn("name", gettext_lazy("Tập thể, cá nhân"), width=44),
        SheetColumn("post", gettext_lazy("Chức vụ, đơn vị công tác"), width=40),
        SheetColumn("award", gettext_lazy("Danh hiệu, hình thức"), width=40),
        SheetColumn("note", gettext_lazy("Ghi chú"), width=40),
        SheetColumn("change", gettext_lazy("So với bản trước"), width=16),
        SheetColumn("before", gettext_lazy("Trước đó"), width=40),
    )

    def export_notes(self):
        sheet = self.object
        words = _("Bản số %(number)s, gửi lúc %(at)s, %(who)s.")
        told = {"number": sheet.number, "at": format_datetime(sheet.sent_at), "who": sheet.sent_by_label}
        return [str(sheet.cluster_year), words % told]

    def export_rows(self):
        for unit in units_of(self.exported):
            yield from ((unit, row) for row in unit.rows)

    def export_row(self, row):
        unit, line = row
        of_unit = (unit.unit_name, unit.line_label)
        return (*of_unit, line.name, line.post, line.award, line.note, line.change, line.before)

    def get_context_data(self, **kwargs):
        sheet = self.object
        versions = list(queries.consolidations_of(sheet.cluster_year).filter(line=sheet.line))
        before = next((other for other in versions if other.number == sheet.number - 1), None)
        rows = queries.rows_of(sheet)
        compared = compare(queries.rows_of(before), rows) if before else compare(rows, rows)
        only = self.request.GET.get("only") == "changes"
        self.exported = shown = [item for item in compared if item.change] if only and before else compared
        counts = Counter(item.change for item in compared if item.change)
        return super().get_context_data(
            sheet=sheet,
            versions=versions,
            before=before,
            groups=_grouped(shown),
            counts=[(Change(change).label, count) for change, count in counts.items()],
            titles=title_counts(rows),
            units=len({row.version.registration_id for row in rows}),
            only=only,
            may_oversee=bool(policies.can_oversee(self.request.actor, sheet.cluster_year)),
            **kwargs,
        )


def _grouped(compared) -> list[tuple]:
    """The rows of each unit together, in order."""
    groups: dict[int, list] = {}
    for item in compared:
        groups.setdefault(item.row.version.registration_id, []).append(item)
    return [(items[0].row.version.registration, items) for items in groups.values()]
