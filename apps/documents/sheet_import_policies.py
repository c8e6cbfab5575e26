"""Who may import: the kind says so; an import belongs to whoever began it (``SheetImport.objects.visible_to``)."""

from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.actor import Actor
from apps.core.sheets import ImportKind
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.documents.models import SheetImport
from apps.documents.sheet_import_enums import ImportState


def kinds_for(actor: Actor) -> list[ImportKind]:
    """The kinds that the actor may import."""
    return [kind for kind in sheets.kinds() if kind.may(actor)]


def can_work(actor: Actor, found: SheetImport) -> Verdict:
    """Go on with one's own import: as long as one may import its kind and it is not over."""
    if found.state == ImportState.DONE:
        return refused(_("Lần nhập này đã ghi xong, không sửa được nữa. Hãy bắt đầu lần nhập mới."))
    if found.state == ImportState.ABANDONED:
        return refused(_("Lần nhập này đã bỏ. Hãy bắt đầu lần nhập mới."))
    kind = next((each for each in sheets.kinds() if each.name == found.kind), None)
    return kind.may(actor) if kind else refused(_("Loại bảng này không còn được nhập."))


def can_write(actor: Actor, found: SheetImport) -> Verdict:
    """As ``can_work``, and in person; confirming once more what is already written changes nothing.

    A large import is written by a worker, which knows only whose import it is: the name of an administrator who stands
    in for that person would be lost.
    """
    if found.state == ImportState.DONE:
        return ALLOWED
    allowed = can_work(actor, found)
    return in_person(actor) if allowed else allowed
