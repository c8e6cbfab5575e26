"""Who may file, change and publish papers, and who may remove a content. Scope is asked before, by ``visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.documents.models import Attachment, Document
from apps.documents.scope import Keeper, registers_of


def registers(actor: Actor) -> list[Keeper]:
    """Bodies into whose register the actor may file, by name."""
    return sorted(registers_of(actor).values(), key=lambda keeper: keeper.name)


def can_file(actor: Actor, _obj=None) -> Verdict:
    """Officers and leaders of a unit, heads of a cluster, the standing office."""
    if actor.is_system or registers(actor):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách, lãnh đạo đơn vị và Trưởng, Phó Trưởng Cụm, Khu vực được vào sổ văn bản."))


def can_change(actor: Actor, document: Document) -> Verdict:
    """Whoever may file into the register in which the paper stands."""
    if actor.is_system or document.owner_code in registers_of(actor):
        return ALLOWED
    return refused(_("Chỉ đơn vị lưu văn bản này được sửa, thêm tệp hoặc xóa."))


def can_purge(actor: Actor, _attachment: Attachment | None = None) -> Verdict:
    """The technical administrator."""
    if actor.is_system or actor.is_staff:
        return ALLOWED
    return refused(_("Chỉ người quản trị kỹ thuật được gỡ bỏ nội dung tệp."))
