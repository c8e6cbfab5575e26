"""Plain data of the report “Giao ước thi đua”: the text in force, commitments, each signatory in protocol order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.documents.domain.signed_copies import office_line
from apps.pledges.models import Pledge
from apps.pledges.queries import places


@dataclass(frozen=True)
class PledgeSigner:
    """One line of the signature list; ``signed_on`` is None where the unit has not signed."""

    unit_name: str
    signer: str
    post: str
    way: str
    signed_on: date | None
    receipt: str
    is_proxy: bool


@dataclass(frozen=True)
class PledgeCommitment:
    """One commitment; ``unit_name`` empty: every unit."""

    text: str
    unit_name: str
    due_on: date | None


@dataclass(frozen=True)
class PledgeData:
    """One pledge as printed."""

    cluster_name: str
    kind_label: str
    organiser_name: str
    line: str
    year: int
    title: str
    number: int
    state_label: str
    paragraphs: tuple[str, ...]
    commitments: tuple[PledgeCommitment, ...]
    signers: tuple[PledgeSigner, ...]
    head_title: str
    place: str
    signed_on: date | None
    illustrative: bool

    @property
    def signed(self) -> int:
        return sum(signer.signed_on is not None for signer in self.signers)


def pledges_data(pledges: Iterable[Pledge]) -> list[PledgeData]:
    """Data of pledges in their order: of the version in force, or of the draft while there is none."""
    return [_data(pledge) for pledge in pledges]


def _data(pledge: Pledge) -> PledgeData:
    version = pledge.in_force or pledge.versions.order_by("-number").first()
    cluster_year = pledge.cluster_year
    commitments = version.commitments.select_related("unit").order_by("position", "pk")
    return PledgeData(
        cluster_name=cluster_year.name,
        kind_label=cluster_year.cluster.get_kind_display(),
        organiser_name=cluster_year.cluster.organiser.name,
        line=pledge.get_line_display() if pledge.line else "",
        year=cluster_year.year.year,
        title=version.title,
        number=version.number,
        state_label=pledge.get_state_display(),
        paragraphs=tuple(version.paragraphs),
        commitments=tuple(
            PledgeCommitment(each.text, each.unit.name if each.unit else "", each.due_on) for each in commitments
        ),
        signers=tuple(map(_signer, places(pledge))),
        head_title=str(cluster_year.head_title),
        place=pledge.place,
        signed_on=pledge.signed_on,
        illustrative=pledge.illustrative,
    )


def _signer(place) -> PledgeSigner:
    signature = place.signature
    if signature is None:
        return PledgeSigner(place.unit_name, "", "", "", None, "", is_proxy=False)
    return PledgeSigner(
        unit_name=place.unit_name,
        signer=signature.signer_name,
        post=office_line(signature.prefix, signature.signer_post),
        way=signature.get_way_display(),
        signed_on=signature.signed_on,
        receipt=signature.receipt_number or "",
        is_proxy=signature.is_proxy,
    )
