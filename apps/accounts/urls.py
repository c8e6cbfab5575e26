from django.urls import path

from apps.accounts.views import (
    activating,
    factors,
    own_account,
    provider,
    saved_views,
    sessions,
    signing_in,
    support,
    tokens,
)

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.SignInView.as_view(), name="sign-in"),
    path("sign-in/second-factor/", signing_in.SecondFactorView.as_view(), name="second-factor"),
    path("sign-in/passkey/", signing_in.PasskeySignInView.as_view(), name="passkey-sign-in"),
    path("sign-in/passkey/options/", signing_in.passkey_options, name="passkey-options"),
    path("sign-in/provider/", provider.ProviderSignInView.as_view(), name="provider-sign-in"),
    path("sign-in/provider/callback/", provider.ProviderCallbackView.as_view(), name="provider-callback"),
    path("activate/", activating.ActivateView.as_view(), name="activate"),
    path("sign-out/", signing_in.SignOutView.as_view(), name="sign-out"),
    path("sign-out/provider/", provider.ProviderSignedOutView.as_view(), name="provider-signed-out"),
    path("language/", signing_in.set_language, name="language"),
    path("me/", own_account.ProfileView.as_view(), name="profile"),
    path("me/confirm/", signing_in.ConfirmIdentityView.as_view(), name="confirm-identity"),
    path("me/password/", own_account.PasswordChangeView.as_view(), name="password-change"),
    path("me/sessions/", sessions.SessionListView.as_view(), name="session-list"),
    path("me/sessions/end-others/", sessions.SessionEndOthersView.as_view(), name="session-end-others"),
    path("me/sessions/<int:pk>/end/", sessions.SessionEndView.as_view(), name="session-end"),
    path("me/second-factor/", factors.FactorListView.as_view(), name="factor-list"),
    path("me/second-factor/app/", factors.TotpSetUpView.as_view(), name="totp-set-up"),
    path("me/second-factor/passkeys/add/", factors.PasskeyAddView.as_view(), name="passkey-add"),
    path("me/second-factor/passkeys/options/", factors.PasskeyAddOptionsView.as_view(), name="passkey-add-options"),
    path("me/second-factor/<int:pk>/remove/", factors.FactorRemoveView.as_view(), name="factor-remove"),
    path("me/second-factor/recovery-codes/", factors.RecoveryCodesView.as_view(), name="recovery-codes"),
    path(
        "me/second-factor/recovery-codes/renew/", factors.RecoveryCodesRenewView.as_view(), name="recovery-codes-renew"
    ),
    path("me/views/", saved_views.SavedViewListView.as_view(), name="saved-view-list"),
    path("me/views/new/", saved_views.SavedViewCreateView.as_view(), name="saved-view-create"),
    path("me/views/<uuid:key>/edit/", saved_views.SavedViewEditView.as_view(), name="saved-view-edit"),
    path("me/views/<uuid:key>/remove/", saved_views.SavedViewRemoveView.as_view(), name="saved-view-remove"),
    path("me/tokens/", tokens.TokenListView.as_view(), name="token-list"),
    path("me/tokens/new/", tokens.TokenCreateView.as_view(), name="token-create"),
    path("me/tokens/<int:pk>/revoke/", tokens.TokenRevokeView.as_view(), name="token-revoke"),
    path("users/", support.SupportListView.as_view(), name="support-list"),
    path("users/<int:pk>/impersonate/", support.ImpersonateView.as_view(), name="impersonate"),
    path("users/<int:pk>/second-factor/reset/", support.FactorResetView.as_view(), name="factor-reset"),
    path("impersonation/end/", support.ImpersonationEndView.as_view(), name="impersonation-end"),
]
