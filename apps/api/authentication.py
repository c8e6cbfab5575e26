"""Who asks: the owner of the token with the rights of today, in what the token may read. No session, no cookie."""

from dataclasses import dataclass

from ninja.security import HttpBearer

from apps.accounts.addresses import client_address
from apps.accounts.domain.access_tokens import bearer_of
from apps.accounts.models import AccessToken
from apps.accounts.models.access_token import SEEN_EVERY
from apps.api import rate
from apps.api.problems import Problem
from apps.core.actor import Actor

REALM = 'Bearer realm="api"'


@dataclass(frozen=True)
class Reader:
    """The Actor of the token's owner, and the codes of what the token reads."""

    actor: Actor
    scopes: frozenset[str]

    def require(self, code: str) -> Actor:
        """The actor, when the token reads this resource. Raises Problem 403."""
        if code not in self.scopes:
            challenge = f'{REALM}, error="insufficient_scope", scope="{code}"'
            detail = f"Mã truy cập này không có phạm vi “{code}”. Hãy tạo mã khác có phạm vi đó."
            raise Problem(403, detail, headers={"WWW-Authenticate": challenge})
        return self.actor


class BearerToken(HttpBearer):
    """``Authorization: Bearer <mã>``. What is no token of ours costs no query and is not counted."""

    def __call__(self, request):
        found = super().__call__(request)
        if found is None:  # RFC 6750: who sent no token at all is told of no error
            error = ', error="invalid_token"' if request.headers.get("Authorization") else ""
            raise Problem(401, headers={"WWW-Authenticate": f"{REALM}{error}"})
        return found

    def authenticate(self, request, token: str) -> Reader | None:
        found = bearer_of(token, request.received_at)
        if found is None:
            return None
        row, actor = found
        rate.count(request, row.pk)
        if row.last_used_at is None or row.last_used_at <= request.received_at - SEEN_EVERY:
            AccessToken.objects.seen(row.pk, request.received_at, client_address(request))
        return Reader(actor, frozenset(row.scopes))
