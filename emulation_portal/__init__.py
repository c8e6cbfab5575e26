"""The project: settings, URLs, processes. The Celery application is loaded with it, so that every task finds it."""

from emulation_portal.celery import app as celery_app

__all__ = ["celery_app"]
