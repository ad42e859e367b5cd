"""Somebody before a browser, and the two screens that pages are looked at on."""

from __future__ import annotations

import os

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from tests.web.builders import PASSWORD

SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """Somebody before a browser: opens pages of the site and has each looked at."""

    answered = ()  # what the browser says of an answer that is meant, such as a refusal

    def __init__(self, page, site):
        self.page, self.site, self.faults = page, site, []
        page.on("console", lambda one: self.faults.append(one.text) if one.type == "error" else None)
        page.on("request", lambda one: self.faults.append(one.url) if not one.url.startswith((site, "data:")) else None)

    def opens(self, name, *args, query=""):
        self.page.goto(self.site + reverse(name, args=args) + query)
        self.looks()

    def looks(self):
        """What holds for every page: axe finds nothing, nothing sticks out, and no policy is broken."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        assert self.page.evaluate(OVERFLOW) <= 0
        assert self.page.locator("h1").count() == 1
        unmeant = [one for one in self.faults if one not in self.answered]
        assert unmeant == [], unmeant

    def fills(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def follows(self, place):
        """Clicks what leads to another page, and waits for that page: the click itself does not."""
        with self.page.expect_navigation():
            place.click()

    def sends(self, words):
        self.follows(self.page.get_by_role("button", name=words, exact=True))

    def proves_who_it_is(self):
        """Where the page asks for the password once more."""
        if "reauthenticate" in self.page.url:
            self.fills(password=PASSWORD)
            self.follows(self.page.locator("main button.btn-primary"))
            self.looks()

    def types_in(self, field, text):
        """Types into a field of a card's form, leaves it, and waits until the form has saved itself."""
        with self.page.expect_response(lambda one: one.request.method == "POST"):
            field.fill(text)
            field.press("Tab")

    def is_let_in(self, client, *, language=""):
        """Has logged in already, as a client of tests has: the second step is the business of other journeys."""
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        if language:
            cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.page.context.add_cookies([
            {"name": name, "value": value, "url": self.site} for name, value in cookies.items()
        ])  # fmt: skip

    def keeps_picture(self, name):
        """For whoever wants to look with their own eyes: ATLAS_PICTURES names a folder."""
        if folder := os.environ.get("ATLAS_PICTURES"):
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    def logs_in(self, email):
        self.opens("account_login")
        self.fills(login=email, password=PASSWORD)
        self.sends("Zaloguj się")
        self.page.wait_for_url(lambda url: not url.endswith(reverse("account_login")))
