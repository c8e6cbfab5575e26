"""Pledges (Giao ước thi đua): versioned text, commitments, signatures."""

from apps.pledges.models.commitment import Commitment, CommitmentProgress
from apps.pledges.models.pledge import Pledge, PledgeVersion
from apps.pledges.models.signature import Signature

__all__ = ["Commitment", "CommitmentProgress", "Pledge", "PledgeVersion", "Signature"]
