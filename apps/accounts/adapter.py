"""What django-allauth asks us: nobody signs up, secrets are encrypted, names stand in Vietnamese.

Its models and algorithms of the second factor are used, its pages are not (docs/decisions/0010).
"""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

SALT, PURPOSE = b"emulation-portal", b"accounts.second-factor"
ISSUER = "Thi đua, khen thưởng ngành Tư pháp"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are given, never taken."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Khóa truy cập không khớp hoặc yêu cầu đã quá hạn. Hãy thử lại."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return ISSUER

    def _get_site_name(self) -> str:
        return ISSUER

    def _get_user_identifier(self, user) -> str:
        return user.username


def _box() -> MultiFernet:
    """Keys of SECRET_KEY and of its predecessors: after a change old secrets are still read."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=SALT, info=PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
