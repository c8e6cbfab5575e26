"""The home of somebody, for the tests of homes."""

from django.urls import reverse


def home(client, user, role=None):
    client.force_login(user)
    if role:
        place = client.get("/").context["shell"]
        client.post(
            reverse("dashboard:working-role-choose"),
            {"role": next(c.value for c in place.role_choices if c.label.startswith(role))},
        )
    return client.get("/")


def heading(response) -> str:
    return str(response.context["heading"])
