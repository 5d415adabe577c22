"""A pack as a folder and as one file: the same pack, and what is wrong is told in the file where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from schoolprep.facts import divisions
from schoolprep.facts.problem import CallError
from schoolprep.rules import pack
from schoolprep.rules.pack import Pack, writing
from schoolprep.rules.pack.reading import parse
from schoolprep.rules.pack.source import Source, source_at
from schoolprep.verdicts import vetting

PACKS = list(pack.load().packs)
SCREEN, WIDEST = 60, 160


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A pack's folder as a bureau works on it."""
    with as_file(files("schoolprep.rules") / "rulepacks" / "cn-school-today") as folder:
        shutil.copytree(folder, tmp_path / "cn-school-today")
    return tmp_path / "cn-school-today"


def _change(path: Path, old: str, new: str) -> int:
    """Write something else once; the line it stands in."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def _refused(path: Path) -> tuple[object, object]:
    with pytest.raises(CallError) as wrong:
        pack.read(path)
    return wrong.value.problem.facts.get("file"), wrong.value.problem.facts.get("line")


def _texts() -> Iterator[tuple[str, str]]:
    with as_file(files("schoolprep.rules") / "rulepacks") as packs:
        for one in packs.glob("*/*.toml"):
            yield f"{one.parent.name}/{one.name}", one.read_text("utf-8")


def test_a_rule_fits_on_a_screen_and_no_line_runs_out_of_it() -> None:
    for name, text in _texts():
        assert max(map(len, text.splitlines())) <= WIDEST, name
        if not name.endswith((".examples.toml", "transitions.toml", "sources.toml")):
            assert text.count("\n") <= SCREEN, name


@pytest.mark.parametrize("id_", PACKS)
def test_folder_and_one_file_are_the_same_pack(id_: str) -> None:
    one = pack.proofs().packs[id_]
    assert parse(pack.source(id_)) == one
    assert parse(Source.of(writing.text(one), "包.toml")) == one


def test_judging_reads_no_example_and_proof_adds_nothing_else() -> None:
    for id_, one in pack.load().packs.items():
        assert not any(rule.example or any(other.example for other in rule.variant) for rule in one.rule)
        whole = pack.proved(one)
        assert whole == pack.proofs().packs[id_] and [rule.id for rule in whole.rule] == [
            rule.id for rule in one.rule
        ]


def test_a_pack_of_the_same_name_from_outside_keeps_its_own_examples() -> None:
    text = pack.source("shanxi-5d").text.replace("n = 5\n", "n = 4\n").partition("[[example.")[0]
    other = parse(Source.of(text, "包.toml"))
    assert isinstance(other, Pack) and pack.proved(other) is other


def test_what_is_no_pack_is_told_in_its_own_file(sent: Path) -> None:
    line = _change(sent / "influenza.toml", "until.hours = 48", "until.hours = true")
    assert _refused(sent) == ("influenza.toml", line)


def test_a_wrong_example_is_told_in_the_file_of_examples(sent: Path) -> None:
    proof = sent / "influenza.examples.toml"
    text = proof.read_text("utf-8")
    last = text.rindex('outcome = "none"')
    proof.write_text(text[:last] + 'outcome = "nothing"' + text[last + 16 :], "utf-8")
    assert _refused(sent) == ("influenza.examples.toml", text.count("\n", 0, last) + 1)


def test_what_is_not_well_written_is_told_in_its_own_file(sent: Path) -> None:
    line = _change(sent / "mumps.toml", "[[rule]]", "[[rule]")
    assert _refused(sent) == ("mumps.toml", line)


def test_a_flaw_is_told_in_the_file_it_stands_in(sent: Path) -> None:
    line = _change(sent / "influenza.examples.toml", 'until = "2025-03-05"', 'until = "2025-03-04"')
    missing = _change(sent / "mumps.toml", 'en = "Mumps"', 'en = ""')
    source = source_at(sent)
    made = parse(source)
    assert isinstance(made, Pack)
    flaws = vetting.vet(made, pack.load(), divisions.load(), "cn-school-today", source)
    (fails,) = [one for one in flaws if one.code == "example-fails"]
    assert fails.file == "influenza.examples.toml" and 0 < line - fails.line < 6, "the head of that example"
    assert {(one.file, one.line) for one in flaws if one.parameter == "title"} == {("mumps.toml", missing)}


def test_a_file_that_the_pack_does_not_name_is_told(sent: Path) -> None:
    (sent / "flu.toml").write_text("", "utf-8")
    assert _refused(sent) == ("cn-school-today/flu.toml", None)


def test_a_file_that_the_pack_names_and_that_is_not_there_is_told(sent: Path) -> None:
    (sent / "mumps.toml").unlink()
    assert _refused(sent) == ("cn-school-today/mumps.toml", None)


def test_a_head_that_names_other_rules_is_told(sent: Path) -> None:
    _change(sent / "mumps.toml", 'id = "mumps"', 'id = "parotitis"')
    (sent / "mumps.examples.toml").unlink()
    assert _refused(sent)[0] == "pack.toml"


def test_an_example_of_no_rule_is_told(sent: Path) -> None:
    line = _change(sent / "mumps.examples.toml", "[[example.mumps]]", "[[example.mops]]")
    assert _refused(sent) == ("mumps.examples.toml", line)


def test_nobody_reaches_beyond_the_folder(sent: Path) -> None:
    (sent.parent / "secret.toml").write_text("secret = 1\n", "utf-8")
    _change(sent / "pack.toml", '"influenza"', '"../secret", "influenza"')
    file, _ = _refused(sent)
    assert file == "pack.toml"
