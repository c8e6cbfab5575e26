"""Chức danh người đứng đầu: what stands under a paper of a unit where its scan names nobody.

Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (post of the signer).
"""

from django.utils.translation import gettext_noop

from apps.core.text import clean

HEAD = gettext_noop("THỦ TRƯỞNG ĐƠN VỊ")
DIRECTOR = gettext_noop("GIÁM ĐỐC")
DEPARTMENT = "Sở Tư pháp"


def post_of_head(unit_name: str) -> str:
    """In capitals, of a department of justice; of other units the name does not tell it."""
    return DIRECTOR if clean(unit_name).startswith(f"{DEPARTMENT} ") else ""
