"""Looks at lists that people keep for themselves."""

import uuid
from dataclasses import asdict, replace
from datetime import datetime

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.saved_views import MOST, SavedView, essence, views_of
from apps.core.text import clean


@operation()
def save_view(*, path: str, query: str, name: str, default: bool, actor: Actor, now: datetime) -> SavedView:
    """Keep a list's address under a name; the same name at the same list is replaced, the default is one for each list.

    Raises DomainError for an address that is no page of the portal, and beyond MOST looks.
    """
    try:
        resolve(path)
    except Resolver404:
        raise DomainError(_("Địa chỉ không phải là một trang của cổng.")) from None
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    made = SavedView(str(uuid.uuid4()), path, clean(name), essence(query), default)
    kept = [each for each in views_of(user) if (each.path, each.name) != (made.path, made.name)]
    if len(kept) >= MOST:
        message = _("Đã lưu %(most)s cách xem. Hãy xóa bớt cách xem không dùng nữa.") % {"most": MOST}
        raise DomainError(message)
    rows = [asdict(each) | ({"default": False} if default and each.path == path else {}) for each in kept]
    user.saved_views = [*rows, asdict(made)]
    user.save(update_fields=["saved_views"])
    record("accounts.saved_view.save", actor=actor, target=user, at=now, after={"name": made.name, "list": made.url})
    return made


@operation()
def change_view(*, key: str, name: str, default: bool, actor: Actor, now: datetime) -> SavedView | None:
    """Give a look another name, make it the default of its list or no longer so; None when it is gone.

    Raises DomainError where another look at the list has the name.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    looks = views_of(user)
    found = next((each for each in looks if each.key == key), None)
    if found is None:
        return None
    changed = replace(found, name=clean(name), default=default)
    others = [each for each in looks if each.key != key and each.path == found.path]
    if any(each.name == changed.name for each in others):
        raise DomainError(_("Danh sách này đã có một cách xem tên như vậy."))
    user.saved_views = [
        asdict(changed if each.key == key else replace(each, default=False) if default and each in others else each)
        for each in looks
    ]
    user.save(update_fields=["saved_views"])
    before, after = ({"name": each.name, "default": each.default} for each in (found, changed))
    record("accounts.saved_view.change", actor=actor, target=user, at=now, before=before, after=after)
    return changed


@operation()
def remove_view(*, key: str, actor: Actor, now: datetime) -> SavedView | None:
    """Forget one look; None when it was gone already."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    found = next((each for each in views_of(user) if each.key == key), None)
    if found is not None:
        user.saved_views = [asdict(each) for each in views_of(user) if each.key != key]
        user.save(update_fields=["saved_views"])
        record("accounts.saved_view.remove", actor=actor, target=user, at=now, before={"name": found.name})
    return found
