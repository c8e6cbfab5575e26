"""Addresses of people and of the directory."""

from django.urls import path

from apps.units.views import directory, people, person_actions, personal_data

urlpatterns = [
    path("directory/", directory.DirectoryView.as_view(), name="directory"),
    path("people/", people.PersonListView.as_view(), name="person-list"),
    path("people/new/", people.PersonCreateView.as_view(), name="person-create"),
    path("people/end-postings/", people.PersonEndManyView.as_view(), name="person-end-many"),
    path("people/personal-data/", personal_data.PersonalExportView.as_view(), name="person-personal-export"),
    path("people/<int:pk>/", people.PersonDetailView.as_view(), name="person-detail"),
    path("people/<int:pk>/edit/", people.PersonEditView.as_view(), name="person-edit"),
    path("people/<int:pk>/personal-data/", personal_data.PersonalDataView.as_view(), name="person-personal-data"),
    path("people/<int:pk>/postings/new/", person_actions.PostingAddView.as_view(), name="posting-create"),
    path("people/<int:pk>/transfer/", person_actions.TransferView.as_view(), name="person-transfer"),
    path("people/<int:pk>/second/", person_actions.SecondView.as_view(), name="person-second"),
    path("people/<int:pk>/ratings/new/", person_actions.RatingView.as_view(), name="rating-create"),
    path("people/<int:pk>/disciplines/new/", person_actions.DisciplineView.as_view(), name="discipline-create"),
    path("people/<int:pk>/trainings/new/", person_actions.TrainingView.as_view(), name="training-create"),
    path("people/<int:pk>/merge/<int:other_pk>/", person_actions.MergeView.as_view(), name="person-merge"),
    path("postings/<int:pk>/edit/", person_actions.PostingEditView.as_view(), name="posting-edit"),
    path("postings/<int:pk>/end/", person_actions.PostingEndView.as_view(), name="posting-end"),
    path("disciplines/<int:pk>/clear/", person_actions.DisciplineClearView.as_view(), name="discipline-clear"),
]
