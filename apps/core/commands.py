"""What the stable commands share: whatever is wrong with what was asked is told on stderr and ends with 1."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.core.errors import DomainError


class StableCommand(BaseCommand):
    """A command that others rely on: the result alone on stdout, 1 for bad input, no traceback for a refusal.

    argparse ends with 2 for a missing or unknown argument; here that is bad input like any other.
    """

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        leave = parser.exit
        parser.exit = lambda status=0, message=None: leave(min(status, 1), message)
        return parser

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            if str(error.filename) not in {str(value) for value in options.values() if isinstance(value, Path)}:
                raise
            if isinstance(error, FileNotFoundError):
                raise CommandError(_("Không có tệp hoặc thư mục %(path)s.") % {"path": error.filename}) from error
            message = _("Không mở được tệp %(path)s: %(reason)s.")
            raise CommandError(message % {"path": error.filename, "reason": error.strerror}) from error
