"""Plain data of a signed copy, for papers that are printed again in the system."""

from dataclasses import dataclass
from datetime import date

from apps.documents.domain.signed_copies import office_line, represented
from apps.documents.models import SignedCopy


@dataclass(frozen=True)
class HandSigner:
    """Who signed a paper by hand and when, as its scan shows. ``head``: the title of the head whose deputy signed."""

    name: str
    post: str
    prefix: str
    signed_on: date

    @property
    def head(self) -> str:
        return represented(self.prefix, self.post)

    def __str__(self) -> str:
        return f"{self.name} ({office_line(self.prefix, self.post)})"


def hand_signer(copy: SignedCopy | None) -> HandSigner | None:
    """Nobody where the paper was confirmed on screen, or no scan came with it."""
    return HandSigner(copy.signer_name, copy.signer_post, copy.prefix, copy.signed_on) if copy else None
