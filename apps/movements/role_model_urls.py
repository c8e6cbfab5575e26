"""Addresses of Điển hình tiên tiến; joined by ``urls``."""

from django.urls import path

from apps.movements.views import role_model_changes, role_models

urlpatterns = [
    path("role-models/", role_models.RoleModelListView.as_view(), name="role-model-list"),
    path("role-models/new/", role_model_changes.SuggestView.as_view(), name="role-model-create"),
    path("role-models/units/", role_models.UnitMeasureListView.as_view(), name="role-model-units"),
    path("role-models/<int:pk>/", role_models.RoleModelDetailView.as_view(), name="role-model-detail"),
    path("role-models/<int:pk>/edit/", role_model_changes.CorrectView.as_view(), name="role-model-edit"),
    path("role-models/<int:pk>/photo/", role_models.RoleModelPhotoView.as_view(), name="role-model-photo"),
    path("role-models/<int:pk>/told/", role_model_changes.TellView.as_view(), name="role-model-tell"),
    path("role-models/<int:pk>/award/", role_model_changes.RecogniseView.as_view(), name="role-model-award"),
    path("role-models/<int:pk>/steps/<slug:action>/", role_model_changes.StepView.as_view(), name="role-model-step"),
]
