from django.urls import path

from apps.accounts.views import signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.SignInView.as_view(), name="sign-in"),
    path("sign-out/", signing_in.SignOutView.as_view(), name="sign-out"),
    path("language/", signing_in.set_language, name="language"),
]
