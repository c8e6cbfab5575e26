"""Every write of a ballot asks the meeting that holds it: whether it is concluded, whether its year is closed."""

import pytest

from apps.ballots.domain import attending, boards, casting, certifying, closing, preparing, questions, settling, telling
from apps.ballots.domain.voiding import void_ballot, vote_again
from apps.ballots.models import Ballot
from apps.conferences.domain import running, voting
from apps.conferences.enums import ConferenceState
from apps.conferences.models import Conference
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.errors import TransitionNotAllowed
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear

pytestmark = pytest.mark.django_db
BY = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def ballot() -> Ballot:
    world = build()
    meeting = world.held()
    running.open_conference(conference_id=meeting.pk, **BY)
    votes = [voting.Vote("Cờ thi đua", 1, tuple(unit.pk for unit in world.units[:2]))]
    return voting.prepare_ballot(conference_id=meeting.pk, title="Bình xét", votes=votes, **BY)


def writes(ballot: Ballot) -> list:
    one, question, voter = {"ballot_id": ballot.pk} | BY, ballot.questions.get(), ballot.voters.first()
    tied, asked = {"question_id": question.pk} | BY, preparing.Asked("Cờ", 1)
    voting_one = {"voter_id": voter.pk} | BY
    option = question.options.first()
    return [
        lambda: attending.arrive(**voting_one),
        lambda: attending.choose_way(way="paper", **voting_one),
        lambda: attending.make_code(**voting_one),
        lambda: attending.put_in_box(voter_ids=[voter.pk], **one),
        lambda: boards.write_board(board=boards.Board(0, 0, 0, 0, {}), version=0, **tied),
        lambda: certifying.certify(**one),
        lambda: closing.close_ballot(codes={}, **one),
        lambda: preparing.change_rules(rules=preparing.Rules("Khác"), version=1, **one),
        lambda: preparing.replace_voters(voters=[], **one),
        lambda: preparing.withdraw_option(option_id=option.pk, reason="Rút", **BY),
        lambda: questions.remove_question(question_id=question.pk, version=1, **one),
        lambda: questions.write_question(question_id=None, asked=asked, version=1, **one),
        lambda: settling.second_round(**tied),
        lambda: settling.settle_by_rule(numbers=[1], rule="Điều 7", **tied),
        lambda: telling.name_tellers(tellers=[], neutral_parties=[], **one),
        lambda: vote_again(**one),
    ]


def test_nothing_of_a_ballot_is_written_in_a_closed_year(ballot):
    EmulationYear.objects.update(state=YearState.CLOSED)
    cast = lambda: casting.cast(voter_id=ballot.voters.first().pk, marks={}, **BY)  # noqa: E731
    for write in [*writes(ballot), cast, lambda: void_ballot(ballot_id=ballot.pk, reason="Nhầm", **BY)]:
        with pytest.raises(YearClosed):
            write()


def test_a_concluded_meeting_lets_a_ballot_be_dropped_and_nothing_else(ballot):
    Conference.objects.update(state=ConferenceState.CONCLUDED)
    for write in writes(ballot):
        with pytest.raises(TransitionNotAllowed) as refusal:
            write()
        assert type(refusal.value) is TransitionNotAllowed
    void_ballot(ballot_id=ballot.pk, reason="Nhầm", **BY)
    with pytest.raises(TransitionNotAllowed):
        vote_again(ballot_id=ballot.pk, **BY)
