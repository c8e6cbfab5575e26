"""Django's ``migrate`` with quick states (see ``core.quick_states``), and with the reference rows of the same release.

Whoever updates migrates; law and lists that wait for a second command would be forgotten. What nobody changed is only
compared, so this costs a fraction of a second.
"""

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from apps.core import reference
from apps.core.quick_states import quick_states

# With any of these the tables may not be those of the code; ``run_syncdb``: of tests, which bring their own rows.
NOT_TO_THE_END = ("app_label", "plan", "check_unapplied", "fake", "prune", "run_syncdb")


class Command(migrate.Command):
    def handle(self, *args, **options):
        with quick_states():
            super().handle(*args, **options)
        if options["database"] != DEFAULT_DB_ALIAS or any(options[name] for name in NOT_TO_THE_END):
            return
        for name, written in reference.load_all().items():
            if written and options["verbosity"]:
                self.stdout.write(f"  {name}: {written} dòng mới hoặc đã đổi")
