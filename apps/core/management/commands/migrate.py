"""Django's ``migrate`` with quick states (see ``core.quick_states``)."""

from django.core.management.commands import migrate

from apps.core.quick_states import quick_states


class Command(migrate.Command):
    def handle(self, *args, **options):
        with quick_states():
            return super().handle(*args, **options)
