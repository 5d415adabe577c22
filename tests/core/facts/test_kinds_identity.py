"""Identity documents: DOMAIN §6 rows 1 to 8."""

from __future__ import annotations

from datetime import date

import pytest

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import KINDS, Frame, Reading, Writing, identity
from schoolprep.facts.text import Same

NO_WORDS = Same()
NUMBER = Field(
    name="no", kind="identity", headings=(), label=NO_WORDS, help=NO_WORDS, default_of="document_type"
)
SHEET = Frame(load(), "140802", filled_on=date(2022, 8, 8))


def read(writing: Writing, kind: str = "", *, typed: bool = False) -> Reading:
    answers = {"document_type": kind} if kind else {}
    return KINDS["identity"].read(writing, NUMBER, SHEET._replace(answers=answers, typed=typed))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("110101199003071233", "resident_id"),
        ("140802200809010013", "resident_id"),
        ("11010519491231002X", "resident_id"),
        ("810000199408230021", "hmt_residence"),
        ("830000199201300022", "hmt_residence"),
        ("931156200809010012", "permanent_residence"),
        ("FRA110082123456", "permanent_residence"),
        ("E12345678", "passport"),
        ("H12345678", "hm_travel_permit"),
        ("M1234567890", "hm_travel_permit"),
        ("01234567", "tw_travel_permit"),
        ("Q140123456", "birth_certificate"),
        ("G140802200809010013", "other"),
        ("999140801234500001", "other"),
    ],
)
def test_good_numbers_stand_as_they_are(number: str, kind: str) -> None:
    assert read(number, kind) == Reading(number)


@pytest.mark.parametrize("kind", ["", "resident_id"])
@pytest.mark.parametrize(
    "writing",
    [
        140802200809010013,
        1.4080220080901e17,
        140802200809010000,
        "1.40802E+17",
        "1.4080220080901e+17",
        12345678,
    ],
)
def test_a_number_cell_is_refused_by_its_type(writing: Writing, kind: str) -> None:
    reading = read(writing, kind)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.code == "kinds.identity-number-cell"


def test_even_a_cut_number_that_passes_its_check_digit_is_refused() -> None:
    """8.9 % of cut numbers pass (row 2): 140802200809013000 is one."""
    cut = next(
        number
        for number in (f"14080220080901{serial}000" for serial in range(10))
        if identity.type_of(number)
    )
    assert read(int(cut)).value is None
    assert read(cut) == Reading(cut, "identity-zeros", doubtful=True)
    assert read(cut, typed=True).doubtful is False


@pytest.mark.parametrize(
    "writing",
    [
        "'140802200809010013",
        "140802200809010013\t",
        "140802 20080901 0013",
        "140802-20080901-0013",
        "\u200e140802200809010013",
        "140802200809010013\u202c",
        "１４０８０２２００８０９０１００１３",
    ],
)
def test_tricks_and_filling_are_taken_off_and_shown(writing: str) -> None:
    reading = read(writing)
    assert reading.value == "140802200809010013"
    assert reading.repair in ("invisible", "identity-spelling")


@pytest.mark.parametrize("writing", ["11010519491231002x", "11010519491231002Ｘ", "11010519491231002ｘ"])
def test_the_last_x_in_every_shape(writing: str) -> None:
    assert read(writing).value == "11010519491231002X"


@pytest.mark.parametrize(
    ("writing", "kind", "code"),
    [
        ("140802200809010014", "", "identity-check-digit"),
        ("140802200809010014", "resident_id", "identity-check-digit"),
        ("140802200802300013", "", "identity-date"),
        ("140802200813010013", "", "identity-date"),
        ("14080220080901001", "", "identity-length"),
        ("14080220080901001", "resident_id", "identity-length"),
        ("1408022008090100133", "resident_id", "identity-length"),
        ("T60426199101010078", "", "identity-characters"),
        ("14080220080901001?", "", "identity-incomplete"),
        ("14080220080901....", "resident_id", "identity-incomplete"),
        ("20080901", "", "identity-is-date"),
        ("护照E1234", "passport", "identity-characters"),
        ("请假", "", "identity-characters"),
        ("无法提供", "other", "identity-characters"),
        ("日期：2022.8.9", "", "identity-characters"),
        ("140802200809010014（户口本）", "", "identity-characters"),
        ("140802200809010013/110101199003071233", "", "identity-characters"),
        ("930000200809010013", "permanent_residence", "identity-check-digit"),
    ],
)
def test_refused_with_a_reason(writing: str, kind: str, code: str) -> None:
    reading = read(writing, kind)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.code == f"kinds.{code}"


@pytest.mark.parametrize(
    ("writing", "kind", "code"),
    [
        ("110101900307123", "resident_id", "identity-old"),
        ("110201199312010077", "resident_id", "identity-area"),
        ("E12345678", "", "identity-no-type"),
        ("999140801234500001", "", "identity-no-type"),
        ("军字第12345号", "", "identity-no-type"),
        ("AB", "passport", "identity-shape"),
        ("X12345678", "hm_travel_permit", "identity-shape"),
        ("810000199408230021", "resident_id", "identity-other-type"),
        ("110101199003071233", "hmt_residence", "identity-other-type"),
    ],
)
def test_the_unusual_is_noted_and_never_refused(writing: str, kind: str, code: str) -> None:
    reading = read(writing, kind)
    assert reading.value == writing
    assert reading.note is not None
    assert reading.note.code == f"kinds.{code}"
    assert not reading.doubtful


def test_an_old_number_survives_a_number_cell() -> None:
    """Fifteen digits are exact in a spreadsheet."""
    assert read(110101900307123).value == "110101900307123"


@pytest.mark.parametrize("writing", ["身份证140802200809010013", "140802200809010013（户口本）"])
def test_a_number_among_words_is_offered(writing: str) -> None:
    assert read(writing) == Reading("140802200809010013", "identity-extracted", doubtful=True)


@pytest.mark.parametrize("writing", ["无", "不详", "未办理", "—", "", None])
def test_no_number_is_no_answer(writing: Writing) -> None:
    reading = read(writing)
    assert (reading.value, reading.problem) == (None, None)


def test_what_a_number_tells() -> None:
    assert identity.type_of("830000199201300022") == "hmt_residence"
    assert identity.born("140802200809010013", "resident_id") == "2008-09-01"
    assert identity.sex("140802200809010013", "resident_id") == "male"
    assert identity.sex("11010519491231002X", "resident_id") == "female"
    assert identity.born("110101900307123", "resident_id") == "1990-03-07"
    assert identity.sex("110101900307123", "resident_id") == "male"
    assert identity.born("E12345678", "passport") == ""
    assert identity.type_of("140802200809010014") == ""


@pytest.mark.parametrize("sign", "×✕хХΧ")
def test_what_looks_like_the_last_sign_is_read_as_it_and_told(sign: str) -> None:
    assert read(f"11010519491231002{sign}") == Reading("11010519491231002X", "identity-spelling")
    assert read(f"14080220080901001{sign}").problem, "no number whose last sign is X"


def test_letters_that_nobody_can_tell_apart_are_latin_ones() -> None:
    assert read("Е12345678", "passport") == Reading("E12345678", "identity-spelling")
