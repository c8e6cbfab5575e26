"""Steps of the import of a sheet. Checked again as often as answers or files change; written once."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.documents.sheet_import_enums import ImportState as S

IMPORT_FLOW = Flow(
    Transition("check", frozenset({S.CHECKING, S.CHECKED}), S.CHECKING, _("Kiểm tra lại")),
    Transition("end_check", frozenset({S.CHECKING}), S.CHECKED, _("Kiểm tra xong")),
    Transition("write", frozenset({S.CHECKED}), S.WRITING, _("Ghi vào hệ thống")),
    Transition("end_write", frozenset({S.WRITING}), S.DONE, _("Ghi xong")),
    Transition("give_up_write", frozenset({S.WRITING}), S.CHECKED, _("Dừng ghi")),
    Transition("abandon", frozenset({S.CHECKING, S.CHECKED}), S.ABANDONED, _("Bỏ lần nhập này")),
)
