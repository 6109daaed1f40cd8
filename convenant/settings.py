"""Every setting once, read from the environment; safe for production unless said otherwise."""

import os
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from convenant import databases, env, safety
from convenant.files import stores
from convenant.observe import logs

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.yes_no("CONVENANT_DEBUG")
IS_DEMO = env.yes_no("CONVENANT_DEMO")
SECRET_KEY = env.secret("SECRET_KEY")
# Former keys, after a change: what they signed stays valid until they are taken away.
SECRET_KEY_FALLBACKS = [key for key in env.secret("SECRET_KEY_FALLBACKS", "").split() if key]
# Signs the tenant scope that every transaction shows to the database (convenant.tenancy).
SCOPE_KEY = env.secret("SCOPE_KEY")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
IS_HTTPS = PUBLIC_URL.startswith("https://")

# Names that another sector's covenant would change.
PRODUCT_NAME = env.text("PRODUCT_NAME", "Ketenkompas")
COVENANT_NAME = env.text("COVENANT_NAME", "Metaalconvenant")
HELP_PHONE = env.text("HELP_PHONE", "070 000 00 00")
HELP_EMAIL = env.text("HELP_EMAIL", "secretariaat@ketenkompas.example")
# Whom to tell of a hole: an e-mail address or an https page (/.well-known/security.txt).
SECURITY_CONTACT = env.text("SECURITY_CONTACT", HELP_EMAIL)

INSTALLED_APPS = [
    "convenant.tenancy",
    "convenant.queue",
    "convenant",
    "companies",
    "diligence",
    "workgroups",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "convenant.headers.ClosedPageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "convenant.headers.PolicyMiddleware",
    "convenant.compression.PageCompressionMiddleware",
    "convenant.health.HealthMiddleware",
    "convenant.observe.requests.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "companies.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "companies.middleware.ApiKeyMiddleware",
    "companies.middleware.PrivatePagesMiddleware",
    "companies.middleware.CompanyScopeMiddleware",
    "companies.middleware.SecondStepMiddleware",
    "companies.middleware.CacheAwayMiddleware",
]

ROOT_URLCONF = "convenant.urls"
WSGI_APPLICATION = "convenant.wsgi.application"

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
                "companies.context.site",
            ],
        },
    },
]

# --- data ------------------------------------------------------------------------------------
DATABASES = databases.described()
DATABASE_ROUTERS = databases.routers(DATABASES)
# Seconds that the replica may be behind; further, and the primary is read.
DATABASE_REPLICA_MAX_LAG = env.number("DATABASE_REPLICA_MAX_LAG", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.secret("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "convenant",
        # A Redis that hangs may hold up a page this long, in seconds, and no longer.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # Private: nothing in it has an address; views hand files out after a check.
    "default": stores.store(),
    "staticfiles": {"BACKEND": "convenant.staticfiles.JoinedManifestStorage"},
}
FILE_UPLOAD_TEMP_DIR = env.text("UPLOAD_DIR", "") or None  # while they come in; needs room
FILE_UPLOAD_PERMISSIONS = 0o600
EVIDENCE_MAX_MB = env.number("EVIDENCE_MAX_MB", 25)
EVIDENCE_MAX_FILES = env.number("EVIDENCE_MAX_FILES", 10)  # in one go
FORM_MAX_MB = 3072  # read at all, if only to say what is too large in it; docs/Caddyfile lets it by
if EVIDENCE_MAX_FILES * EVIDENCE_MAX_MB >= FORM_MAX_MB:
    env.note(
        f"EVIDENCE_MAX_FILES times EVIDENCE_MAX_MB is too much for one form of {FORM_MAX_MB} MB."
    )
EVIDENCE_QUOTA_MB = env.number("EVIDENCE_QUOTA_MB", 2000)  # of one company, all years together
SMELTER_LIST = env.text("SMELTER_LIST", "")  # a file of smelters; empty: made-up examples
CLAMD_URL = env.text("CLAMD_URL", "")  # unix:/run/clamd.sock or tcp://host:3310; empty: no scanner

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "companies.User"
AUTHENTICATION_BACKENDS = ["companies.backends.SignInBackend"]
SHORTEST_PASSWORD = 12
LEAKED_PASSWORDS = env.file("LEAKED_PASSWORDS", BASE_DIR / "convenant/data/leaked.bloom")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "convenant.passwords.NotLeaked"},
    {"NAME": "convenant.passwords.NoContextWords"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # the link leads to a new password, never past a second step
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "companies.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "companies.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# One address a person; another one counts only once the code sent to it was typed.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

# The second step of signing in. Its secrets lie in the database, sealed with these keys: the
# first seals, all open (docs/operate.md tells how to change it).
TWO_STEP_KEYS = env.secrets("TWO_STEP_KEYS") or [SECRET_KEY, *SECRET_KEY_FALLBACKS]
# How long a lost second step waits, after two people agreed, before it is taken away.
TWO_STEP_RESET_HOURS = env.number("TWO_STEP_RESET_HOURS", 24)
MFA_ADAPTER = "companies.adapter.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "companies.forms.two_step.CodeForm",
    "reauthenticate": "companies.forms.two_step.CodeAgainForm",
    "activate_totp": "companies.forms.two_step.ActivateAppForm",
    "add_webauthn": "companies.forms.two_step.AddPasskeyForm",
    "authenticate_webauthn": "companies.forms.two_step.PasskeyForm",
    "reauthenticate_webauthn": "companies.forms.two_step.PasskeyAgainForm",
    "login_webauthn": "companies.forms.two_step.PasskeyAloneForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 0
MFA_TRUST_ENABLED = False

# Signing in with an organisation's own sign-in, when there is one.
OIDC_ISSUER = env.text("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env.text("OIDC_NAME", "uw organisatie")
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env.words("OIDC_EMAIL_DOMAINS")]
OIDC_STRONG_AMR = env.words("OIDC_STRONG_AMR", "mfa")
OIDC_STRONG_ACR = env.words("OIDC_STRONG_ACR")
SOCIALACCOUNT_ADAPTER = "companies.adapter.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "organisation",
            "name": OIDC_NAME,
            "client_id": env.text("OIDC_CLIENT_ID"),
            "secret": env.secret("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
        }
    ]

USERSESSIONS_TRACK_ACTIVITY = False  # the session itself tells when it was last used

# --- mail ------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"{PRODUCT_NAME} <{HELP_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if _mail_dir := env.text("MAIL_DIR", ""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _mail_dir
else:
    EMAIL_HOST = env.text("SMTP_HOST", "localhost")
    EMAIL_PORT = env.number("SMTP_PORT", 25)
    EMAIL_HOST_USER = env.text("SMTP_USER", "")
    EMAIL_HOST_PASSWORD = env.secret("SMTP_PASSWORD", "")
    EMAIL_USE_TLS = env.yes_no("SMTP_TLS")
EMAIL_TIMEOUT = 20
# Who gets the end of every log once a day, so that nobody can shorten or rewrite one unseen.
LOG_HEAD_ADDRESSES = env.words("LOG_HEAD_ADDRESSES")

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LANGUAGE_COOKIE_NAME = "__Host-language" if IS_HTTPS else "django_language"
DRAFTS_COOKIE_NAME = "__Host-drafts" if IS_HTTPS else "drafts"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- security --------------------------------------------------------------------------------
SESSION_ENGINE = "convenant.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # after signing in, however busy somebody is
SESSION_IDLE = 60 * env.number("SESSION_IDLE_MINUTES", 30)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "convenant.flashes.Flashes"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "companies.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
# Asked by a supervisor, without the proxy; and the API, which refuses instead: a key that went in
# the clear should be noticed.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether browsers preload the domain is for its owner, who may have other hosts below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a table question of 200 rows posts every cell
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        # The browser follows the form that starts signing in elsewhere to where it leads.
        "form-action": [SELF, *env.origins(OIDC_ISSUER)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- API --------------------------------------------------------------------------------------
API_CALLS_PER_MINUTE = int(env.text("API_CALLS_PER_MINUTE", "600"))
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["convenant.api.ground.BoundedJson"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "convenant.api.ground.OneAnswer",
    "DEFAULT_PAGINATION_CLASS": "convenant.api.pages.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["convenant.api.limits.CallerLimit"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "companies.api.schema.Described",
    "EXCEPTION_HANDLER": "convenant.api.problems.refuse",
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{PRODUCT_NAME} API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Two things have a state and several a status: each list of choices gets a name of its own.
    "ENUM_NAME_OVERRIDES": {
        "AnswerState": "diligence.api.shapes.STATES",
        "AnswerStateSent": "diligence.api.shapes.STATES_SENT",
        "CompanyStatus": "companies.models.Company.Status",
        "FileStatus": "diligence.models.Assessment.Status",
        "ReportStatus": "diligence.api.report_shapes.STATES",
        "RunStatus": "workgroups.models.ReportRun.Status",
    },
    "DESCRIPTION": (
        "Read and fill in your company's own file from a program: profile, year, questionnaire, "
        "answers, proof and reports. Everything is JSON in UTF-8; a refusal is "
        "`application/problem+json` with a stable `code`. Authorise with an API key."
    ),
}

# --- background work -------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than four times the hard time limit: a running task is never handed out twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5}
QUEUES = ("reports", "mail", "maintenance")
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
CELERY_TASK_ROUTES = {
    "diligence.tasks.make_progress_report": {"queue": "reports"},
    "diligence.tasks.make_archive": {"queue": "reports"},
    "diligence.tasks.make_decision_letter": {"queue": "reports"},
    "workgroups.tasks.make_*": {"queue": "reports"},
    "diligence.tasks.remind_owners": {"queue": "mail"},
    "companies.tasks.plan_digests": {"queue": "mail"},
    "*.send_*": {"queue": "mail"},
}
CELERY_BEAT_SCHEDULE = {
    # Hourly, so that a day on which beat was down for a while is not skipped; once a day is enough.
    "keep-log-heads": {"task": "companies.tasks.keep_log_heads", "schedule": 3600.0},
    "plan-digests": {"task": "companies.tasks.plan_digests", "schedule": crontab("40")},
    "relay-outbox": {"task": "convenant.queue.tasks.relay", "schedule": 15.0},
    "keep-to-terms": {"task": "companies.tasks.keep_to_terms", "schedule": crontab("30", "4")},
    "forget-commands": {"task": "companies.tasks.forget_commands", "schedule": crontab("50", "3")},
    "tell-openings": {"task": "workgroups.tasks.tell_openings", "schedule": crontab("5", "6")},
    "remind-owners": {"task": "diligence.tasks.remind_owners", "schedule": crontab("15", "7")},
    "tidy-evidence": {"task": "diligence.tasks.tidy_evidence", "schedule": crontab("10", "3")},
}

# --- what operators see ----------------------------------------------------------------------
LOGGING = logs.from_environment()
RELEASE = env.text("RELEASE", "")
if _dsn := env.secret("SENTRY_DSN", ""):
    from convenant.observe import errors

    errors.start(_dsn, RELEASE)
METRICS_DIR = env.text("METRICS_DIR", "")
if METRICS_DIR:
    # Before anything counts: web processes write to files here, which `manage.py metrics` reads.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS_DIR
    PROMETHEUS_EXPORT_MIGRATIONS = False
    INSTALLED_APPS.append("django_prometheus")
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")

env.note(
    *safety.faults(
        safety.Start(
            public_url=PUBLIC_URL,
            allowed_hosts=ALLOWED_HOSTS,
            keys={"SECRET_KEY": SECRET_KEY, "SCOPE_KEY": SCOPE_KEY},
            is_debug=DEBUG,
            is_demo=IS_DEMO,
            has_mail=bool(_mail_dir or env.text("SMTP_HOST", "")),
            ways=env.ways(),
        )
    )
)
env.refuse_faults()
