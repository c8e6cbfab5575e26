"""Addresses of the pages about units."""

from django.urls import path

from apps.units.views import keeping, merging, units

urlpatterns = [
    path("units/", units.UnitListView.as_view(), name="unit-list"),
    path("units/tree/", units.UnitTreeView.as_view(), name="unit-tree"),
    path("units/tree/<int:pk>/", units.UnitTreeView.as_view(), name="unit-branch"),
    path("units/new/", keeping.UnitCreateView.as_view(), name="unit-create"),
    path("units/catalogue/", units.CatalogueLoadView.as_view(), name="unit-catalogue"),
    path("units/merge/", merging.UnitMergeView.as_view(), name="unit-merge"),
    path("units/<int:pk>/", units.UnitDetailView.as_view(), name="unit-detail"),
    path("units/<int:pk>/edit/", keeping.UnitEditView.as_view(), name="unit-edit"),
    path("units/<int:pk>/name/", keeping.UnitRenameView.as_view(), name="unit-rename"),
    path("units/<int:pk>/parent/", keeping.UnitMoveView.as_view(), name="unit-move"),
    path("units/<int:pk>/split/", keeping.UnitSplitView.as_view(), name="unit-split"),
    path("units/<int:pk>/end/", keeping.UnitDissolveView.as_view(), name="unit-dissolve"),
]
