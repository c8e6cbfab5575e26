"""Builds ``request.actor`` once per request; pages that never ask for it pay nothing."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from apps.accounts.grants import actor_for


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = SimpleLazyObject(
            lambda: actor_for(request.user, timezone.localtime(request.received_at).date())
        )
        return self.get_response(request)
