"""``verify_integrity``: certified counts are as they were certified; nothing is left that must be gone."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.ballots.domain.certifying import result_hash
from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot, Teller, Voter

ENDED = (BallotState.CLOSED, BallotState.CERTIFIED, BallotState.VOID)


def faults() -> Iterator[str]:
    """One Vietnamese sentence for each fault."""
    for ballot in Ballot.objects.filter(state=BallotState.CERTIFIED).iterator():
        if result_hash(ballot) != ballot.sha256:
            yield _("Bỏ phiếu “%(title)s”: kết quả không khớp mã băm khi lập biên bản.") % {"title": ballot.title}
    left = Voter.objects.filter(ballot__state__in=ENDED).filter(Q(envelope__isnull=False) | ~Q(code_hash=""))
    keys = Teller.objects.filter(ballot__state__in=ENDED, wrapped_key__isnull=False)
    for title in sorted({*left.values_list("ballot__title", flat=True), *keys.values_list("ballot__title", flat=True)}):
        yield _("Bỏ phiếu “%(title)s”: đã đóng mà còn phong bì hoặc mã.") % {"title": title}
