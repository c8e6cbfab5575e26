"""What tests of the board share: its pages as a client gets them, and duties for everybody."""

from django.urls import reverse

from apps.dashboard.tests.world import NOW, SYSTEM
from apps.obligations.domain.duties import ask


def board(client, world, user=None, query=""):
    """The page of one duty of the board: the self-score."""
    client.force_login(user or world.head)
    return client.get(reverse("dashboard:board-duty", args=[world.cluster_year.pk, "score_sheet"]) + query)


def matrix(client, world, user=None, query=""):
    client.force_login(user or world.head)
    return client.get(reverse("dashboard:board-detail", args=[world.cluster_year.pk]) + query)


def ask_everybody(world, code, *, due_on, label=""):
    return ask(
        year_id=world.cluster_year.year_id,
        code=code,
        label=label or code,
        due_on=due_on,
        unit_ids=[unit.pk for unit in world.units],
        actor=SYSTEM,
        now=NOW,
    )
