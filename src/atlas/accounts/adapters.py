"""What allauth asks of us: nobody signs up without an invitation, letters go into the outbox, secrets are sealed."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.translation import override

from atlas.accounts.selectors import language_of_address
from atlas.kernel import clock
from atlas.mail.services import queue_message

if TYPE_CHECKING:
    from django.http import HttpRequest

    from atlas.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no hints
    """Log-in as the product has it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: accounts begin with an invitation's link."""
        return False

    def send_mail(  # noqa: PLR0917 -- allauth's signature
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Write allauth's letter into the outbox, in its reader's language."""
        facts = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        with override(language_of_address(email)):
            letter = self.render_mail(template_prefix, email, facts | context)
        with transaction.atomic():
            queue_message(to=email, subject=letter.subject, body=letter.body, at=clock.now())

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is, without the name of a site in brackets."""
        return subject


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no hints
    """Secrets of authenticator apps are encrypted at rest, by a key made of the site's own."""

    def encrypt(self, text: str) -> str:
        """Return the sealed text."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text of a sealed one."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site to passkeys by its address, which does not come from the request."""
        host = settings.ATLAS_BASE_URL.partition("://")[2].partition(":")[0].partition("/")[0]
        return {"id": host, "name": "Atlas MP"}


def shown_name(user: User) -> str:
    """Return what somebody is called on their own pages."""
    return user.name or user.email


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"atlas second factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
