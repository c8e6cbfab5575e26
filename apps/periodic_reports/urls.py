"""Addresses of Báo cáo định kỳ."""

from django.urls import path

from apps.periodic_reports.views import editing, items, lines, reports, submission, templates, totals

app_name = "periodic_reports"
urlpatterns = [
    path("", reports.ReportListView.as_view(), name="report-list"),
    path("<int:pk>/", reports.ReportDetailView.as_view(), name="report-detail"),
    path("<int:pk>/start/", submission.ReportStartView.as_view(), name="report-start"),
    path("<int:pk>/edit/", editing.ReportEditView.as_view(), name="report-edit"),
    path("<int:pk>/carry-over/", submission.ReportCarryOverView.as_view(), name="report-carry-over"),
    path("<int:pk>/take-over/", submission.ReportTakeOverView.as_view(), name="report-take-over"),
    path("<int:pk>/check/", submission.ReportCheckView.as_view(), name="report-check"),
    path("<int:pk>/submit/", submission.ReportSubmitView.as_view(), name="report-submit"),
    path("<int:pk>/to-leader/", submission.ReportToLeaderView.as_view(), name="report-to-leader"),
    path("<int:pk>/to-officer/", submission.ReportToOfficerView.as_view(), name="report-to-officer"),
    path("<int:pk>/printed/", submission.ReportPrintedView.as_view(), name="report-printed"),
    path("<int:pk>/print/", reports.ReportPrintView.as_view(), name="report-print"),
    path("<int:pk>/receipt/", submission.ReportReceiptView.as_view(), name="report-receipt"),
    path("<int:pk>/comparison/", reports.ReportComparisonView.as_view(), name="report-comparison"),
    path("<int:pk>/return/", submission.ReportReturnView.as_view(), name="report-return"),
    path("<int:pk>/reopen/", submission.ReportReopenView.as_view(), name="report-reopen"),
    path("<int:pk>/enter-for/", submission.ReportEnterForView.as_view(), name="report-enter-for"),
    path("<int:pk>/cancel-entry/", submission.ReportCancelEntryView.as_view(), name="report-cancel-entry"),
    path("<int:pk>/correct/", submission.ReportCorrectView.as_view(), name="report-correct"),
    path("lines/<int:pk>/", lines.LineView.as_view(), name="line-detail"),
    path("lines/<int:pk>/save/", lines.LineSaveView.as_view(), name="line-save"),
    path("templates/", templates.TemplateListView.as_view(), name="template-list"),
    path("templates/new/", templates.TemplateCreateView.as_view(), name="template-create"),
    path("templates/<int:pk>/", templates.TemplateDetailView.as_view(), name="template-detail"),
    path("templates/<int:pk>/edit/", templates.TemplateEditView.as_view(), name="template-edit"),
    path("templates/<int:pk>/issue/", templates.TemplateIssueView.as_view(), name="template-issue"),
    path("templates/<int:pk>/due/", templates.TemplateDueView.as_view(), name="template-due"),
    path("templates/<int:pk>/delete/", templates.TemplateDeleteView.as_view(), name="template-delete"),
    path("templates/<int:pk>/items/new/", items.ItemCreateView.as_view(), name="item-create"),
    path("templates/<int:pk>/items/<int:item_pk>/", totals.ItemLinesView.as_view(), name="item-lines"),
    path("templates/<int:pk>/totals/", totals.TotalsView.as_view(), name="totals"),
    path("templates/<int:pk>/consolidate/", totals.ConsolidateView.as_view(), name="consolidate"),
    path("items/<int:pk>/edit/", items.ItemEditView.as_view(), name="item-edit"),
    path("items/<int:pk>/move/", items.ItemMoveView.as_view(), name="item-move"),
    path("items/<int:pk>/remove/", items.ItemRemoveView.as_view(), name="item-remove"),
    path("consolidations/<int:pk>/", totals.ConsolidationDetailView.as_view(), name="consolidation-detail"),
]
