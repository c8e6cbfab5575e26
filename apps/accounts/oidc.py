"""OpenID Connect, as a client of the one provider of the settings: code flow with state, nonce and PKCE.

django-allauth's own client sends no nonce and brings pages of its own (docs/decisions/0010); requests and PyJWT do the
work here. Everything that can go wrong at the provider is a ProviderProblem, fit to show.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.errors import DomainError

STATE, SIGNED_IN_BY = "oidc_state", "signed_in_by_provider"
STATE_LASTS = timedelta(minutes=10)
METADATA_LASTS = timedelta(hours=1)
TIMEOUT_SECONDS = 10
CLOCK_LEEWAY_SECONDS = 60
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Signed with the provider's private key; "none" and shared secrets are not accepted.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class ProviderProblem(DomainError):
    """The provider did not answer, or not as the protocol asks."""


@dataclass(frozen=True)
class Provider:
    """The provider of the settings (OIDC_… in the environment)."""

    server_url: str
    client_id: str
    client_secret: str
    name: str
    username_claim: str
    trusted_acr: tuple[str, ...]
    trusted_amr: tuple[str, ...]

    def metadata(self) -> dict:
        """Its addresses, as it publishes them; asked once an hour."""
        url = self.server_url.rstrip("/") + "/.well-known/openid-configuration"
        found = cache.get(f"oidc:{url}")
        if found is None:
            found = self.ask("get", url)
            if str(found.get("issuer", "")).rstrip("/") != self.server_url.rstrip("/"):
                raise ProviderProblem(_("Cấu hình đăng nhập một lần không khớp với nơi cấp. Hãy báo cho quản trị."))
            if not all(isinstance(found.get(name), str) for name in ENDPOINTS):
                raise ProviderProblem(_("Cấu hình đăng nhập một lần không khớp với nơi cấp. Hãy báo cho quản trị."))
            cache.set(f"oidc:{url}", found, METADATA_LASTS.total_seconds())
        return found

    def ask(self, method: str, url: str, **arguments) -> dict:
        try:
            answer = requests.request(method, url, timeout=TIMEOUT_SECONDS, allow_redirects=False, **arguments)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise self.silent() from error
        return found if isinstance(found, dict) else {}

    def silent(self) -> ProviderProblem:
        text = _("%(name)s không trả lời. Hãy thử lại sau, hoặc đăng nhập bằng tên đăng nhập và mật khẩu.")
        return ProviderProblem(text % {"name": self.name})

    def has_asked_second_factor(self, claims: dict) -> bool:
        """Whether it says, in a word that the settings trust, that two proofs were asked for."""
        methods = claims.get("amr") if isinstance(claims.get("amr"), list) else []
        return claims.get("acr") in self.trusted_acr or any(method in self.trusted_amr for method in methods)


def provider() -> Provider | None:
    """None where single sign-on is not set up."""
    given = settings.OIDC
    if not (given["server_url"] and given["client_id"]):
        return None
    return Provider(**{**given, "trusted_acr": tuple(given["trusted_acr"]), "trusted_amr": tuple(given["trusted_amr"])})


def begin(request, asked: Provider, next_url: str) -> str:
    """The address at the provider; what its answer must match is kept in the session."""
    metadata = asked.metadata()
    held = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(64),
        "next": next_url,
        "at": request.received_at.timestamp(),
    }
    request.session[STATE] = held
    challenge = base64.urlsafe_b64encode(hashlib.sha256(held["verifier"].encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": asked.client_id,
        "redirect_uri": _callback(request),
        "scope": "openid profile email",
        "state": held["state"],
        "nonce": held["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if asked.trusted_acr:
        query["acr_values"] = " ".join(asked.trusted_acr)
    return f"{metadata['authorization_endpoint']}?{urlencode(query)}"


def complete(request, asked: Provider) -> tuple[dict, str]:
    """Claims that are verified, and where the person wanted to go. Raises ProviderProblem."""
    held = request.session.pop(STATE, None)
    given = request.GET.get("state", "")
    late = held is None or request.received_at.timestamp() - held["at"] > STATE_LASTS.total_seconds()
    if late or not secrets.compare_digest(given.encode(), held["state"].encode()):
        raise ProviderProblem(_("Yêu cầu đăng nhập không khớp hoặc đã quá 10 phút. Hãy bấm đăng nhập lại."))
    if "code" not in request.GET:
        raise ProviderProblem(_("%(name)s đã từ chối hoặc bạn đã hủy đăng nhập.") % {"name": asked.name})
    tokens = _exchange(request, asked, held["verifier"])
    claims = _verified(asked, tokens.get("id_token", ""), held["nonce"])
    return claims | _more(asked, claims, tokens.get("access_token")), held["next"]


def sign_out_address(request, asked: Provider) -> str:
    """Where the person ends the session at the provider too; empty when it offers no such page."""
    address = asked.metadata().get("end_session_endpoint", "")
    if not address:
        return ""
    back = request.build_absolute_uri(reverse("accounts:sign-in"))
    return f"{address}?{urlencode({'client_id': asked.client_id, 'post_logout_redirect_uri': back})}"


def _callback(request) -> str:
    return request.build_absolute_uri(reverse("accounts:provider-callback"))


def _exchange(request, asked: Provider, verifier: str) -> dict:
    metadata = asked.metadata()
    data = {
        "grant_type": "authorization_code",
        "code": request.GET["code"],
        "redirect_uri": _callback(request),
        "code_verifier": verifier,
        "client_id": asked.client_id,
    }
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    credentials = None
    if asked.client_secret and "client_secret_basic" in methods:
        credentials = (asked.client_id, asked.client_secret)
    elif asked.client_secret:
        data["client_secret"] = asked.client_secret
    return asked.ask("post", metadata["token_endpoint"], data=data, auth=credentials)


def _verified(asked: Provider, id_token: str, nonce: str) -> dict:
    """The claims of a token signed by the provider, meant for us, still valid, and answering our own question."""
    metadata = asked.metadata()
    try:
        keys = jwt.PyJWKSet.from_dict(asked.ask("get", metadata["jwks_uri"]))
        named = jwt.get_unverified_header(id_token).get("kid")
        key = next(key for key in keys.keys if named is None or key.key_id == named)
        claims = jwt.decode(
            id_token,
            key,
            algorithms=ALGORITHMS,
            audience=asked.client_id,
            issuer=metadata["issuer"],
            leeway=CLOCK_LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise _untrusted(asked) from error
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise _untrusted(asked)
    if claims.get("azp", asked.client_id) != asked.client_id:
        raise _untrusted(asked)
    return claims


def _more(asked: Provider, claims: dict, access_token: str | None) -> dict:
    """E-mail and user name where the token itself does not carry them, and nothing else.

    How somebody signed in (acr, amr) is believed from the signed token alone. An e-mail address and the word that it is
    verified come from one place.
    """
    wanted = [asked.username_claim] if asked.username_claim and asked.username_claim not in claims else []
    if "email" not in claims:
        wanted += ["email", "email_verified"]
    address = asked.metadata().get("userinfo_endpoint")
    if not wanted or not address or not access_token:
        return {}
    found = asked.ask("get", address, headers={"Authorization": f"Bearer {access_token}"})
    if found.get("sub") != claims["sub"]:
        raise _untrusted(asked)
    return {name: found.get(name) for name in wanted}


def _untrusted(asked: Provider) -> ProviderProblem:
    return ProviderProblem(
        _("Không kiểm tra được câu trả lời của %(name)s. Hãy báo cho quản trị.") % {"name": asked.name}
    )
