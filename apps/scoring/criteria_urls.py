"""Addresses of criteria sets (Bảng tiêu chí)."""

from django.urls import path

from apps.scoring.views import (
    criteria_comparing,
    criteria_files,
    criteria_issuing,
    criteria_making,
    criteria_sets,
    criteria_terms,
    criteria_tree,
)

app_name = "criteria"
urlpatterns = [
    path("", criteria_sets.SetListView.as_view(), name="set-list"),
    path("new/", criteria_making.SetCreateView.as_view(), name="set-create"),
    path("<int:pk>/", criteria_sets.SetDetailView.as_view(), name="set-detail"),
    path("<int:pk>/editor/", criteria_sets.SetEditorView.as_view(), name="set-editor"),
    path("<int:pk>/particulars/", criteria_making.SetParticularsView.as_view(), name="set-particulars"),
    path("<int:pk>/steps/", criteria_making.SetStepsView.as_view(), name="set-steps"),
    path("<int:pk>/terms/", criteria_terms.SetTermsView.as_view(), name="set-terms"),
    path("<int:pk>/classes/", criteria_making.SetClassesView.as_view(), name="set-classes"),
    path("<int:pk>/remove/", criteria_making.SetRemoveView.as_view(), name="set-remove"),
    path("<int:pk>/issue/", criteria_issuing.SetIssueView.as_view(), name="set-issue"),
    path("<int:pk>/correct/", criteria_issuing.SetCorrectView.as_view(), name="set-correct"),
    path("<int:pk>/open-sheets/", criteria_issuing.SetOpenSheetsView.as_view(), name="set-open-sheets"),
    path("<int:pk>/bring-over/", criteria_issuing.SetBringOverView.as_view(), name="set-bring-over"),
    path("<int:pk>/compare/", criteria_comparing.SetCompareView.as_view(), name="set-compare"),
    path("<int:pk>/import/", criteria_files.SetImportView.as_view(), name="set-import"),
    path("<int:pk>/files/<str:form>/", criteria_files.SetFileView.as_view(), name="set-file"),
    path("<int:pk>/criteria/new/", criteria_tree.CriterionCreateView.as_view(), name="criterion-create"),
    path("criteria/<int:pk>/", criteria_tree.CriterionEditView.as_view(), name="criterion-edit"),
    path(
        "criteria/<int:pk>/shift/<str:direction>/", criteria_tree.CriterionShiftView.as_view(), name="criterion-shift"
    ),
    path("criteria/<int:pk>/place/", criteria_tree.CriterionPlaceView.as_view(), name="criterion-place"),
    path("criteria/<int:pk>/remove/", criteria_tree.CriterionRemoveView.as_view(), name="criterion-remove"),
]
