"""Fixtures of the tests that cross apps."""

from emulation_portal.tests.browser import browser, page, page_without_scripts
from emulation_portal.tests.junk import pages
from emulation_portal.tests.plain_answers import plain_answers

__all__ = ["browser", "page", "page_without_scripts", "pages", "plain_answers"]
