from django.urls import path

from apps.awards.views import detail, lists, making, nominees

app_name = "awards"
urlpatterns = [
    path("", lists.ProposalListView.as_view(), name="proposal-list"),
    path("new/", making.ProposalCreateView.as_view(), name="proposal-create"),
    path("from-registration/<int:pk>/", making.FromRegistrationView.as_view(), name="proposal-from-registration"),
    path("<int:pk>/", detail.ProposalDetailView.as_view(), name="proposal-detail"),
    path("<int:pk>/change/", making.ProposalChangeView.as_view(), name="proposal-change"),
    path("<int:pk>/assess/", nominees.AssessView.as_view(), name="proposal-assess"),
    path("<int:pk>/nominees/", nominees.NomineeListView.as_view(), name="nominee-list"),
    path("<int:pk>/nominees/new/", nominees.NomineeAddView.as_view(), name="nominee-add"),
    path("<int:pk>/nominees/paste/", nominees.NomineePasteView.as_view(), name="nominee-paste"),
    path("<int:pk>/nominees/template/", nominees.NomineeTemplateView.as_view(), name="nominee-template"),
    path("nominees/<int:pk>/", nominees.NomineeDetailView.as_view(), name="nominee-detail"),
    path("nominees/<int:pk>/change/", nominees.NomineeChangeView.as_view(), name="nominee-change"),
    path("nominees/<int:pk>/remove/", nominees.NomineeRemoveView.as_view(), name="nominee-remove"),
]
