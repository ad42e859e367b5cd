"""Every message that allauth's pages and letters show in Polish has a Polish text, ours where its own reads badly."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import activate, gettext, ngettext, override, trans_real
from tests.permissions.test_matrix import FOREIGN
from tests.web.builders import PASSWORD, make_user

from atlas.accounts.allauth_words import COUNTED, WORDS

pytestmark = pytest.mark.django_db
TEMPLATES = Path(allauth.__file__).parent / "templates"
LETTERS = sorted(
    path.relative_to(TEMPLATES).as_posix().removesuffix("_subject.txt")
    for app in ("account", "mfa")
    for path in (TEMPLATES / app / "email").glob("*_subject.txt")
)
KEYS = {"account_confirm_email": {"key": "x"}, "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}}
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def asked(monkeypatch):
    """The messages that are looked up for Polish while the fixture holds."""
    found = set()
    for name, place in (("gettext", 0), ("ngettext", 0), ("pgettext", 1), ("npgettext", 1)):
        look_up = getattr(trans_real.DjangoTranslation, name)

        def noted(self, *texts, _look_up=look_up, _place=place):
            if self.language() == "pl":
                found.add(texts[_place])
            return _look_up(self, *texts)

        monkeypatch.setattr(trans_real.DjangoTranslation, name, noted)
    return found


def untranslated(asked):
    catalogue = trans_real.translation("pl")._catalog
    known = {key[0] if isinstance(key, tuple) else key for key in _keys(catalogue)}
    known |= {key.partition("\x04")[2] for key in known}  # with their context
    return sorted(text for text in asked if text and text not in known)


def _keys(catalogue):
    return [key for one in catalogue._catalogs for key, text in one.items() if text]


def members_with(*, factor):
    user = make_user("anna@example.org", name="Anna")
    if factor:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return user


def pages(client, name):
    """A page as it comes, and with the mistakes of an empty form and of a wrong one."""
    kwargs = {"pk": 1} if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else KEYS.get(name, {})
    address = reverse(name, kwargs=kwargs)
    wrong = {"password": "x", "email": "x", "code": "1", "oldpassword": "x", "password1": "a", "password2": "b"}
    for answer in (client.get(address), client.post(address), client.post(address, wrong | {"login": "x@example.org"})):
        assert answer.status_code < 500
        yield answer


@pytest.mark.parametrize("factor", [False, True])
@pytest.mark.parametrize("name", [one for one in FOREIGN if one != "account_logout"])
def test_a_page_in_polish_asks_for_no_message_that_has_no_polish(asked, name, factor):
    user = members_with(factor=factor)
    for client in (Client(), _logged_in(user)):
        for answer in pages(client, name):
            form = (answer.context or {}).get("form")
            visible = form.visible_fields() if form else ()
            assert [field.name for field in visible if not field.field.label] == []  # it would be the English name
    assert untranslated(asked) == []


def _logged_in(user):
    """By the page itself, so that the password counts as given just now; the code of the app is spared."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if "_auth_user_id" not in client.session:
        client.force_login(user)
    return client


@pytest.mark.parametrize("prefix", LETTERS)
def test_a_letter_in_polish_asks_for_no_message_that_has_no_polish(asked, prefix):
    facts = {
        "code": "ABCD", "user": make_user(), "email": "a@example.org", "current_site": {"name": "x", "domain": "y"},
        "from_email": "a@example.org", "to_email": "b@example.org", "deleted_email": "a@example.org", "ip": "192.0.2.1",
    }  # fmt: skip
    if "phone" in prefix:
        pytest.skip("telephones are not asked for")
    with override("pl"), context.request_context(RequestFactory().get("/")):
        letter = get_adapter().render_mail(prefix, "a@example.org", facts)
    assert letter.body.startswith("Dzień dobry,")
    assert asked
    assert untranslated(asked) == []


def test_a_message_without_polish_is_seen(asked):
    """The negative control."""
    activate("pl")
    gettext("A message that nobody translated")
    assert untranslated(asked) == ["A message that nobody translated"]


@pytest.mark.parametrize("text", WORDS)
def test_our_words_come_before_those_of_allauth(text):
    with override("pl"):
        assert gettext(text) != text
        assert gettext(text) == trans_real.translation("pl")._catalog._catalogs[0].get(text)


@pytest.mark.parametrize("forms", COUNTED)
def test_counted_words_have_all_forms(forms):
    with override("pl"):
        assert len({ngettext(*forms, number) for number in (1, 2, 5)}) == 3
