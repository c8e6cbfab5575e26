"""Settings: one module, read from the environment, grouped by topic. The table of variables stands in README.md.

No number of the domain (deadline, ratio, limit of points) lives here: those are rows with dates of force.
"""

from email.utils import formataddr
from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("EMULATION_VAR", default=str(BASE_DIR / "var")))

# --- Mode -----------------------------------------------------------------------------------------
# Local mode = services embedded by script/server.
LOCAL = env.bool("EMULATION_LOCAL", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
# Keys before the present one: what they signed and encrypted (sessions, second factors) is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Address of the portal as people type it; printed on issued files beside their verification code.
SITE_URL = env("SITE_URL", default=f"http://localhost:{env('PORT', default='8000')}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Applications: in the order of the rows of docs/decisions/0001 -----------------------------------
INSTALLED_APPS = [
    # Before ours, whose admin.py takes their pages out of /admin/ (docs/decisions/0010).
    "allauth.account",
    "allauth.mfa",
    "apps.core",
    "apps.audit",
    "apps.accounts",
    "apps.jobs",
    "apps.notifications",
    "apps.documents",
    "apps.ballots",
    "apps.units",
    "apps.periods",
    "apps.catalog",
    "apps.obligations",
    "apps.clusters",
    "apps.registry",
    "apps.results",
    "apps.periodic_reports",
    "apps.movements",
    "apps.pledges",
    "apps.registrations",
    "apps.scoring",
    "apps.ranking",
    "apps.conferences",
    "apps.awards",
    "apps.reports",
    "apps.dashboard",
    "apps.api",
    "apps.demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "treebeard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.CacheMiddleware",
    "apps.api.middleware.ApiMiddleware",
    "apps.core.middleware.ShapeMiddleware",
    "apps.core.middleware.ReceivedAtMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.accounts.middleware.ImpersonationMiddleware",
    "apps.accounts.middleware.PagePersonMiddleware",
    "apps.accounts.middleware.ActorMiddleware",
    "apps.accounts.middleware.SignInMiddleware",
    "apps.accounts.resuming.ResumeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "emulation_portal.urls"
WSGI_APPLICATION = "emulation_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.dashboard.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "apps.core.templatetags.ui",
                "apps.core.templatetags.formats",
                "apps.dashboard.templatetags.history",
                "apps.dashboard.templatetags.movement_tabs",
                "apps.dashboard.templatetags.unit_tabs",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- PostgreSQL, Redis, Celery -------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # a domain function is the transaction, never the request

REDIS_URL = env("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}


def broker_of(address: str) -> str:
    """The same private socket, and the database in it, in Celery's spelling."""
    return address.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


CELERY_BROKER_URL = broker_of(REDIS_URL)
CELERY_RESULT_BACKEND = None  # the Job row is the only truth about a job
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 700_000  # KiB: PDF rendering grows with rows
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
# A running job beats this often; a beat this old means that its worker is dead. Tests shorten both.
JOB_HEARTBEAT_SECONDS = env.float("JOB_HEARTBEAT_SECONDS", default=5.0)
JOB_STALE_SECONDS = env.float("JOB_STALE_SECONDS", default=30.0)
# What the broker has held so long without a claim is taken as lost and sent again.
JOB_RESEND_SECONDS = env.float("JOB_RESEND_SECONDS", default=20.0)
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "apps.jobs.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "seal-trail": {"task": "apps.audit.tasks.seal_trail", "schedule": 180.0, "options": {"expires": 180}},
    "check-integrity": {"task": "apps.audit.tasks.check_integrity", "schedule": crontab(hour=3, minute=30)},
    "sweep-uploads": {"task": "apps.documents.tasks.sweep_uploads", "schedule": 3600.0, "options": {"expires": 3600}},
    "sweep-files": {"task": "apps.documents.tasks.sweep_files", "schedule": crontab(hour=2, minute=10)},
    "clear-expired-files": {"task": "apps.reports.tasks.clear_expired_files", "schedule": crontab(hour=2, minute=50)},
    "run-report-schedules": {"task": "apps.reports.tasks.run_schedules", "schedule": crontab(hour=6, minute=30)},
    "ask-renewals": {"task": "apps.movements.tasks.ask_renewals", "schedule": crontab(hour=6, minute=10)},
    "warn-without-council": {
        "task": "apps.awards.tasks.warn_without_council",
        "schedule": crontab(hour=6, minute=30),
    },
    "remind-of-dates": {"task": "apps.dashboard.tasks.remind_of_dates", "schedule": crontab(hour=6, minute=40)},
    "close-reopenings": {
        "task": "apps.dashboard.tasks.close_reopenings",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell-quiet-movements": {
        "task": "apps.movements.tasks.tell_quiet_movements",
        "schedule": crontab(hour=6, minute=20, day_of_week="mon"),
    },
    "send-mail": {"task": "apps.notifications.tasks.send_mail", "schedule": 15.0, "options": {"expires": 15}},
    "send-digests": {"task": "apps.notifications.tasks.send_digests", "schedule": 600.0, "options": {"expires": 600}},
    "sweep-mail": {"task": "apps.notifications.tasks.sweep_mail", "schedule": crontab(hour=2, minute=40)},
    "sweep-tokens": {"task": "apps.core.tasks.sweep_tokens", "schedule": crontab(hour=2, minute=20)},
    "sweep-sign-ins": {"task": "apps.accounts.tasks.sweep_sign_ins", "schedule": crontab(hour=2, minute=30)},
}

# --- Mail ----------------------------------------------------------------------------------------------
# EMAIL_URL (smtp+tls://user:password@host:587), or SMTP_HOST with the variables below it. Without either, local mode
# keeps every mail as a file under var/mail, and elsewhere mails wait in the outbox.
MAIL_CATCHER_DIR = VAR_DIR / "mail"
SMTP_HOST = env("SMTP_HOST", default="")
MAIL_CONFIGURED = True
if env("EMAIL_URL", default=""):
    globals().update(env.email("EMAIL_URL"))
elif SMTP_HOST:
    EMAIL_HOST = SMTP_HOST
    EMAIL_PORT = env.int("SMTP_PORT", default=587)
    EMAIL_HOST_USER = env("SMTP_USER", default="")
    EMAIL_HOST_PASSWORD = env("SMTP_PASSWORD", default="")
    SMTP_TLS = env("SMTP_TLS", default="starttls")  # starttls, ssl or none
    EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_TLS == "starttls", SMTP_TLS == "ssl"
elif LOCAL:
    EMAIL_BACKEND = "apps.notifications.catcher.CatcherBackend"
else:
    MAIL_CONFIGURED = False
EMAIL_TIMEOUT = env.int("SMTP_TIMEOUT", default=20)  # seconds, for each answer of the server
MAIL_FROM = env("MAIL_FROM", default="khong-tra-loi@localhost")  # the address alone; the name is ours
DEFAULT_FROM_EMAIL = formataddr(("Cổng thi đua, khen thưởng ngành Tư pháp", MAIL_FROM))
# A mail taken for sending so long ago, whose row nobody holds any more, was taken by a worker that died.
MAIL_STALE_SECONDS = env.float("MAIL_STALE_SECONDS", default=60.0)
# Hour of the day (local) from which the daily mail goes out.
MAIL_DIGEST_HOUR = env.int("MAIL_DIGEST_HOUR", default=7)

# --- Sign-in -------------------------------------------------------------------------------------------
# Whom somebody calls who cannot sign in; stands in the foot of every page without sign-in.
SUPPORT_PHONE = env("SUPPORT_PHONE", default="024 0000 9999" if LOCAL else "")
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# How many proxies of ours stand before the web process; each adds an address to the end of X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_CLIENT_IP_CALLABLE = "apps.accounts.addresses.client_address"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
# django-allauth keeps second factors; its own pages are not reachable (docs/decisions/0010).
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "apps.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 8
# Single sign-on with one OpenID Connect provider; the button appears when address and client are given.
OIDC = {
    "server_url": env("OIDC_SERVER_URL", default=""),  # the issuer: https://sso.example.gov.vn/realms/tu-phap
    "client_id": env("OIDC_CLIENT_ID", default=""),
    "client_secret": env("OIDC_CLIENT_SECRET", default=""),
    "name": env("OIDC_NAME", default="SSO"),
    # The claim that holds our user name; empty: accounts are found by verified e-mail only.
    "username_claim": env("OIDC_USERNAME_CLAIM", default=""),
    # What the provider says when it has asked for a second factor itself; empty: ours is asked for.
    "trusted_acr": env.list("OIDC_TRUSTED_ACR", default=[]),
    "trusted_amr": env.list("OIDC_TRUSTED_AMR", default=[]),
}

# Requests that one access token may send to /api/v1/ in a minute.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=120)

# --- Language, time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/never-served-directly/"
# Uploads and issued files lie under MEDIA_ROOT, or in an S3-compatible storage where a bucket is named. The bucket is
# private either way: files leave through our own pages only.
STORAGE_S3_BUCKET = env("STORAGE_S3_BUCKET", default="")
STORAGE_S3 = {
    "BACKEND": "apps.documents.s3_storage.PrivateS3Storage",
    "OPTIONS": {
        "bucket_name": STORAGE_S3_BUCKET,
        "endpoint_url": env("STORAGE_S3_ENDPOINT_URL", default=None),
        "region_name": env("STORAGE_S3_REGION", default=None),
        "access_key": env("STORAGE_S3_ACCESS_KEY", default=None),
        "secret_key": env("STORAGE_S3_SECRET_KEY", default=None),
        "location": env("STORAGE_S3_PREFIX", default=""),
        "addressing_style": env("STORAGE_S3_ADDRESSING", default="auto"),
    },
}
STORAGES = {
    "default": STORAGE_S3 if STORAGE_S3_BUCKET else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "apps.core.static_storage.HashedStaticFilesStorage",
    },
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "apps.core.upload_handlers.LimitedFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20_000_000)
# Virus scanner (clamd) asked about every upload: a Unix socket, or a host and port; none of them: no scan.
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")
CLAMD_HOST = env("CLAMD_HOST", default="")
CLAMD_PORT = env.int("CLAMD_PORT", default=3310)
# Roots that a digital signature may lead to: a PEM file or a folder of them; none: who signed is told, trust is not.
SIGNATURE_TRUST_LIST = env("SIGNATURE_TRUST_LIST", default="")
# Of a whole request. Below it a file that is too large is refused beside its field, above it by a page of its own.
REQUEST_MAX_BYTES = env.int("REQUEST_MAX_BYTES", default=500_000_000)
# Of a form without its files; the largest is a whole part of a score sheet without JavaScript.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # every line of that part has a box for a file; empty ones count too

# --- Public pages --------------------------------------------------------------------------------------
# How many pages somebody who is not signed in may open in a minute, from one network address (offices share one).
PUBLIC_REQUESTS_PER_MINUTE = env.int("PUBLIC_REQUESTS_PER_MINUTE", default=240)
PUBLIC_FILES_PER_MINUTE = env.int("PUBLIC_FILES_PER_MINUTE", default=20)  # of them whole lists as a file
OPINIONS_PER_MINUTE = env.int("OPINIONS_PER_MINUTE", default=20)
OPINIONS_PER_DAY = env.int("OPINIONS_PER_DAY", default=20)  # on one list, of one address or account
VERIFY_REQUESTS_PER_MINUTE = env.int("VERIFY_REQUESTS_PER_MINUTE", default=60)

# --- Security ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = env.bool("HTTPS", default=not LOCAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by machines inside, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the browsers' preload list is for the ministry's domain to decide
if HTTPS:  # TLS ends at a proxy, which sets this header and drops what clients send under its name
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "apps.core.error_views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- History: row triggers; the operation id ties them to audit.Entry --------------------------------------
PGHISTORY_APPEND_ONLY = True
# No foreign key: history outlives what it describes.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

# --- Log -----------------------------------------------------------------------------------------------
SERVICE_UNAVAILABLE = 503
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # /readyz answers 503 as often as it is asked while something starts: that is its answer, not a fault.
    "filters": {
        "no_waiting": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", None) != SERVICE_UNAVAILABLE,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_waiting"]}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
