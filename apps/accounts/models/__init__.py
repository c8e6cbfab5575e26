from apps.accounts.models.access_token import AccessToken
from apps.accounts.models.code_failures import CodeFailures
from apps.accounts.models.identity import ExternalIdentity
from apps.accounts.models.sign_in import SignIn
from apps.accounts.models.slip import Slip, SlipBatch
from apps.accounts.models.user import User

__all__ = ["AccessToken", "CodeFailures", "ExternalIdentity", "SignIn", "Slip", "SlipBatch", "User"]
