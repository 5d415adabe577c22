"""Keys: passphrase and recovery code open the same file, and a mistyped code says where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import languages
from schoolprep.facts.problem import CallError, WorkspaceError
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say, say_problem
from schoolprep.store import Key, School, Store, Who, offered, salt_of
from schoolprep.store.file.key import ALPHABET

KEYS = st.binary(min_size=32, max_size=32).map(Key)


def test_a_passphrase_opens_what_it_made_and_no_other_does(tmp_path: Path, school: School, who: Who) -> None:
    path = tmp_path / "s.schoolprep"
    with Store.create(path, Key.of_passphrase("开学了 2022"), school, who) as made:
        records = made.append([Entry(blank="test", subject="s", answers={"n": 1})])
        code = made.recovery_code()
    with Store.open(
        path, Key.of_passphrase("开学了 ２０２２", salt_of(path)), who
    ) as again:  # full-width digits
        assert list(again.current()) == records
    with pytest.raises(WorkspaceError) as caught:
        Store.open(path, Key.of_passphrase("开学了 2023", salt_of(path)), who)
    assert caught.value.problem.code == "store.passphrase"
    with Store.open(path, Key.of_recovery_code(code), who) as rescued:
        assert list(rescued.current()) == records


def test_a_new_passphrase_shuts_out_the_old_key_and_the_old_code(
    tmp_path: Path, school: School, who: Who
) -> None:
    path = tmp_path / "s.schoolprep"
    old, new = Key.random(), Key.of_passphrase("运城的新口令八字")
    with Store.create(path, old, school, who) as made:
        records = made.append(Entry(blank="test", subject="s", answers={"n": n}) for n in range(300))
        made.save_draft("d", b"kept")
        old_code, subject = made.recovery_code(), made.subject_of("resident_id", "1")
        made.change_passphrase(new)
        records += made.append([Entry(blank="test", subject="s", answers={"n": 300})])
        assert made.verify() == [] and list(made.current()) == records
        assert made.recovery_code() != old_code
        new_code = made.recovery_code()
    assert [one.name for one in tmp_path.iterdir()] == ["s.schoolprep"]
    for shut in (old, Key.of_recovery_code(old_code)):
        with pytest.raises(WorkspaceError):
            Store.open(path, shut, who)
    for opens in (Key.of_passphrase("运城的新口令八字", salt_of(path)), Key.of_recovery_code(new_code)):
        with Store.open(path, opens, who) as again:
            assert list(again.current()) == records and again.drafts() == {"d": b"kept"}
            assert again.subject_of("resident_id", "1") == subject
            assert again.verify() == []


def test_a_key_that_opens_by_code_only(tmp_path: Path, school: School, who: Who) -> None:
    """A key read from a code carries no salt; a file can be made and re-keyed with it all the same."""
    bare = Key.of_recovery_code(Key.random().recovery_code())
    with Store.create(tmp_path / "s.schoolprep", bare, school, who) as made:
        made.change_passphrase(Key.of_recovery_code(Key.random().recovery_code()))
        assert made.verify() == []


def test_an_empty_passphrase() -> None:
    with pytest.raises(CallError) as caught:
        Key.of_passphrase("")
    assert caught.value.problem.code == "store.passphrase-empty"


@pytest.mark.parametrize("short", ["a", "开学了2022", "１２３４５６７"])
def test_a_short_passphrase_is_not_chosen_but_opens_what_it_made(
    tmp_path: Path, school: School, who: Who, short: str
) -> None:
    """Files made by programs that asked for less have to open."""
    with pytest.raises(CallError) as caught:
        Key.of_passphrase(short)
    assert caught.value.problem == Key.objection(short)
    assert "至少要8个字" in say_problem(caught.value.problem, "zh")
    path = tmp_path / "old.schoolprep"
    Store.create(path, Key.of_passphrase(short, b"s" * 16), school, who).close()
    Store.open(path, Key.of_passphrase(short, salt_of(path)), who).close()


@pytest.mark.parametrize(
    "fair",
    [
        "开学了 2022",
        "八个汉字也就够了",
        "运城2022返校",
        "qinghe-2022",
        "correct horse",
        "847362910284736",
        "Tr0ub4dor&3",
    ],
)
def test_eight_characters_may_be_chosen(fair: str) -> None:
    assert Key.objection(fair) is None


@pytest.mark.parametrize(
    ("guessed", "code"),
    [
        ("12345678", "digits"), ("20080901", "digits"), ("１３９１２３４５６７８", "digits"),
        ("1380 0138 000", "digits"),
        ("password", "common"), ("Password1!", "common"), ("a1b2c3d4", "common"), ("qwertyuiop", "common"),
        ("1qaz2wsx", "common"), ("woaini1314", "common"), ("xuexiao2022", "common"), ("我爱学校1234", "common"),
        ("aaaaaaaa", "common"), ("abababab", "common"), ("asdfasdf", "common"), ("返校准备2022", "common"),
        ("schoolprep", "common"), ("!!!!!!!!??", "common"), ("lkjhgfdsa", "common"),
        ("\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000", "short"),
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_not_chosen(guessed: str, code: str) -> None:
    problem = Key.objection(guessed)
    assert problem is not None and problem.code == f"store.passphrase-{code}"
    assert say_problem(problem, "zh").endswith("。")
    with pytest.raises(CallError):
        Key.of_passphrase(guessed)


@pytest.mark.parametrize("lang", languages.known())
def test_four_words_are_offered_that_may_be_chosen(lang: str) -> None:
    words = say("store.offered-words", lang).split()
    assert len(words) == len(set(words)) == 256
    assert max(map(len, words)) <= 8
    for _ in range(50):
        given = offered(lang)
        assert len(given.split()) == 4 and Key.objection(given) is None


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(Key(b"s" * 32)) == "Key(…)"


@given(KEYS)
def test_a_code_is_read_back_however_it_is_typed(key: Key) -> None:
    code = key.recovery_code()
    assert len(code.split("-")) == 13
    for typed in (
        code,
        code.lower(),
        code.replace("-", " "),
        code.replace("-", ""),
        code.replace("0", "o").replace("1", "l"),
    ):
        assert Key.of_recovery_code(typed) == key


@given(KEYS, st.integers(0, 64), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_and_its_group_named(key: Key, at: int, wrong: str) -> None:
    letters = list(key.recovery_code().replace("-", ""))
    if letters[at] == wrong:
        return
    letters[at] = wrong
    with pytest.raises(CallError) as caught:
        Key.of_recovery_code("".join(letters))
    assert caught.value.problem.code == "store.code-group"
    assert caught.value.problem.facts["number"] == at // 5 + 1


@given(KEYS, st.integers(0, 12), st.integers(0, 12))
def test_two_groups_changed_about_are_found(key: Key, one: int, other: int) -> None:
    groups = key.recovery_code().split("-")
    if groups[one][:4] == groups[other][:4] or one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(CallError):
        Key.of_recovery_code("-".join(groups))


@pytest.mark.parametrize("code", ["", "ABCDE", "A" * 64, "A" * 66, "学校"])
def test_a_code_of_the_wrong_length_says_how_long_it_is(code: str) -> None:
    with pytest.raises(CallError) as caught:
        Key.of_recovery_code(code)
    assert caught.value.problem.code == "store.code-length"
    assert caught.value.problem.facts["wanted"] == 65


def test_a_stray_letter_names_its_group() -> None:
    code = Key.random().recovery_code()
    with pytest.raises(CallError) as caught:
        Key.of_recovery_code(code[:6] + "U" + code[7:])
    assert caught.value.problem.facts["number"] == 2
