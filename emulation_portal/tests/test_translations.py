"""English is complete, and every placeholder survives translation."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from apps.core import translations

ROOT = Path(settings.BASE_DIR)
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def key(message):
    return (message.context, message.id if isinstance(message.id, str) else tuple(message.id))


@pytest.fixture(scope="module")
def english():
    return {key(message): message for message in translations.read(PO) if message.id}


@pytest.fixture(scope="module")
def wanted():
    """What stands in the source: read once, for it takes seconds."""
    return {key(message) for message in translations.collect(ROOT) if message.id}


def test_every_text_of_the_source_has_english(english, wanted):
    done = {found for found, message in english.items() if all(texts(message.string))}
    assert sorted(map(str, wanted - done)) == []


def test_nothing_is_translated_that_no_longer_stands_in_the_source(english, wanted):
    assert sorted(map(str, english.keys() - wanted)) == []


def texts(value):
    return value if isinstance(value, tuple | list) else (value,)


def test_placeholders_are_the_same(english):
    wrong = [
        message.id
        for message in english.values()
        for text in texts(message.string)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(texts(message.id))))
    ]
    assert wrong == []


def test_no_vietnamese_is_left_in_english_but_names(english):
    """Names of honours, bodies and people stay Vietnamese; then the original word stands in quotes or brackets."""
    left = [
        text
        for message in english.values()
        for text in texts(message.string)
        if VIETNAMESE.search(re.sub(r"[“\"(\[].*?[”\")\]]", "", text)) and text != "Tiếng Việt"
    ]
    assert left == []
