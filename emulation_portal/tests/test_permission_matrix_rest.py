"""Every address of the project as everybody: the half of the rows that ``test_permission_matrix`` leaves."""

import pytest

from emulation_portal.tests.matrix_asking import all_rows, differences


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_answers")
@pytest.mark.parametrize("stage", ["draft", "in_step", "final"])
def test_rest_of_the_matrix(stage, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert differences(stage, all_rows()[1::2]) == []
