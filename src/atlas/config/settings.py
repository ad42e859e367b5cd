"""Settings of the web application. What differs from place to place comes from `environment`."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from atlas.config.environment import BASE_URL, DATA, LOCAL, database, env, secret_key

HERE = Path(__file__).parent
SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = env.list("ATLAS_HOSTS", default=["localhost", "127.0.0.1"] if LOCAL else [])
SITE_ID = 1
ROOT_URLCONF = "atlas.config.urls"
WSGI_APPLICATION = "atlas.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "atlas.workspace",
    "atlas.backoffice",
    "atlas.portal",
    "atlas.closing",
    "atlas.results",
    "atlas.archive",
    "atlas.fieldwork",
    "atlas.cards",
    "atlas.monitoring",
    "atlas.instruments",
    "atlas.registry",
    "atlas.accounts",
    "atlas.mail",
    "atlas.audit",
    "atlas.jobs",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelsearch",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # it pads its answers, so that their length tells nothing of a secret
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "atlas.config.middleware.private_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "atlas.config.middleware.actor_middleware",
    "atlas.config.middleware.language_middleware",
    "atlas.config.middleware.second_factor_middleware",
    "atlas.config.middleware.ErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"atlas": "atlas.config.template_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data
DATABASES = {"default": database()}
CACHES = {
    # allauth's limits of attempts need a cache that all processes share and that forgets none while they count.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "atlas_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Drawn figures, by what they show: large, and made again whenever one is thrown away.
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "drawings",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
# Long work waits in the database; `atlas-web run-jobs` does it. Letters have an outbox and a worker of their own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["work", "default"]}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "media"  # never served by address: files go out through `access`
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "atlas.config.uploads.SizeLimit",  # first, so that what is too large is neither held nor written
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ATLAS_LARGEST_UPLOAD = 10 * 1024**2  # an image of the portal; a card's form is refused above its own 5 MB
ARCHIVE_ROOT = Path(env.str("ATLAS_ARCHIVE", default=str(DATA / "archive")))
RESULTS_ROOT = Path(env.str("ATLAS_RESULTS", default=str(DATA / "results")))
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = LOCAL
ATLAS_BOUNDARIES = Path(env.str("ATLAS_BOUNDARIES")) if env.str("ATLAS_BOUNDARIES", default="") else None
"""A GeoJSON file with outlines of powiats or gminas for maps, as `atlas report --boundaries` takes it."""
if LOCAL:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Language and time
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "atlas.backoffice.permissions.CentreBackend",  # what the Centre may do in Wagtail's admin
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "atlas.accounts.forms.LoginForm",
    "add_email": "atlas.accounts.forms.AddEmailForm",
    "request_login_code": "atlas.accounts.forms.RequestLoginCodeForm",
    "reset_password": "atlas.accounts.forms.ResetPasswordForm",
}
MFA_FORMS = {
    "add_webauthn": "atlas.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "atlas.accounts.forms.EditWebAuthnForm",
}
ACCOUNT_USER_DISPLAY = "atlas.accounts.adapters.shown_name"
ACCOUNT_ADAPTER = "atlas.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ATLAS_PROXIES", default=0)
MFA_ADAPTER = "atlas.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Atlas MP"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# Mail goes into the outbox; a worker sends it by these. On one's own machine it leaves for nowhere: see /poczta/.
EMAIL_CONFIG = env.email_url("ATLAS_SMTP_URL", default="dummymail://" if LOCAL else "smtp://localhost:25")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG["EMAIL_HOST"], EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_USER"], EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_TLS", False), EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("ATLAS_MAIL_FROM", default="Atlas MP <atlas@localhost>")
ATLAS_BASE_URL = BASE_URL.rstrip("/")
ATLAS_LOCAL = LOCAL

# Wagtail: the portal and the back office stand on it
WAGTAIL_SITE_NAME = "Atlas MP"
WAGTAILADMIN_BASE_URL = ATLAS_BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# Trust
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^zdrowie/$"]  # asked by the machine's own monitoring, without TLS
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("ATLAS_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "atlas-session" if LOCAL else "__Host-atlas-session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "atlas-csrf" if LOCAL else "__Host-atlas-csrf"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # whether a domain is preloaded in browsers is its owner's decision
]
