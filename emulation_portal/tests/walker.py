"""One person after another at one browser: goes by links and buttons of the main part of the page."""

from django.urls import reverse
from playwright.sync_api import expect

from emulation_portal.tests.browser import sign_in, until


class Walker:
    """``page`` of ``live_server``; ``client`` signs its people in."""

    def __init__(self, page, live_server, client):
        self.page, self.live_server, self.client = page, live_server, client

    def comes(self, user, name="", *arguments):
        """Sign ``user`` in and open the page of that name, or the home page."""
        sign_in(self.page, self.live_server, self.client, user)
        self.goes(name, *arguments)

    def goes(self, name="", *arguments):
        self.page.goto(self.live_server.url + (reverse(name, args=arguments) if name else "/"))

    def follows(self, name, role="link"):
        self.page.get_by_role("main").get_by_role(role, name=name).first.click()

    def enters(self, name):
        """By the menu."""
        self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.click()

    def presses(self, name):
        self.follows(name, "button")

    def types(self, **values):
        for name, value in values.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def picks(self, **values):
        """Choose by the words of the list."""
        for name, label in values.items():
            self.page.locator(f"select[name='{name}']").select_option(label=label)

    def finds(self, name, text, place=0):
        """Type into the box of a long list and take what it finds, the ``place``-th of it."""
        box, select = self.page.locator(f"#id_{name}-ts-control"), self.page.locator(f"#id_{name}")

        def is_found():
            # The list before may take the focus back a moment after its choice: what was typed here is gone then.
            if box.input_value() != text:
                box.fill(text)
            return select.evaluate("node => node.tomselect.isOpen && node.tomselect.lastQuery") == text

        until(self.page, is_found)  # the list is drawn anew a moment after the last key
        self.page.locator(f"#id_{name}-ts-dropdown .option").filter(has_text=text).nth(place).click()

    def chooses(self, name, value):
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def uploads(self, name, filename, content, kind="application/pdf"):
        self.page.locator(f"[name='{name}']").set_input_files({"name": filename, "mimeType": kind, "buffer": content})

    def reads(self, *texts):
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)
