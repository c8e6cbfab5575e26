"""Reads the whole project, for a process that others are forked from (``forked``)."""

import celery.bin.celery  # noqa: F401 -- what a worker reads besides
import django
from celery import current_app
from django.urls import get_resolver

django.setup()
get_resolver().url_patterns  # noqa: B018 -- reads the pages
current_app.loader.import_default_modules()
