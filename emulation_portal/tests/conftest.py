"""Fixtures of the tests that cross apps."""

from emulation_portal.tests.browser import browser, page, page_without_scripts

__all__ = ["browser", "page", "page_without_scripts"]
