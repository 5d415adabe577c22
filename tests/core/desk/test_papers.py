"""People's papers: kept whole and once, for whom their names tell, verified, copied with the file, never in clear."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from schoolprep.__main__ import main
from schoolprep.desk import Desk
from schoolprep.desk import papers as desk_papers
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.facts.steps import finish
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.records.tables import papers
from tests.program import program_data

PNG = b"\x89PNG\r\n\x1a\n" + b"a doctor's note" * 40
PDF = b"%PDF-1.4\n" + b"fit again" * 40


def _person(subject: str, name: str, class_name: str, document: str = "", number: str = "") -> Entry:
    said = {"name": name, "class_name": class_name, "document_no": document, "number": number}
    return Entry(blank="person", subject=subject, answers={k: v for k, v in said.items() if v})


@pytest.fixture
def desk(tmp_path: Path, raw_key: Key, school: School, who: Who) -> Iterator[Desk]:
    made = Desk(Store.create(tmp_path / "school.schoolprep", raw_key, school, who), program_data())
    made.filing.append(
        [
            _person("a" * 32, "李雷", "七年级3班", "140802200908011505", "20220703"),
            _person("b" * 32, "李雷雷", "七年级3班"),
            _person("c" * 32, "韩梅", "七年级3班"),
            _person("d" * 32, "韩梅", "七年级4班"),
        ]
    )
    yield made
    made.close()


def _rows(desk: Desk) -> int:
    with desk._store._vault.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(papers)).scalar_one())


def test_a_paper_is_kept_whole_once_and_encrypted(desk: Desk, tmp_path: Path) -> None:
    changed: list[object] = []
    desk.changed.append(changed.append)
    desk.papers.attach("a" * 32, "病历/李雷 诊断证明.png", PNG)
    assert changed == [frozenset({"a" * 32})]
    (paper,) = desk.papers.of("a" * 32)
    assert (paper.name, paper.what, paper.size) == ("李雷 诊断证明.png", "diagnosis", len(PNG))
    assert desk.papers.content(paper) == PNG
    desk.papers.attach("b" * 32, "李雷雷.png", PNG, "leave")
    assert _rows(desk) == 1
    assert desk.workspace.verify() == []
    assert not any(b"doctor" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_is_no_paper_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_papers, "MOST_PAPER", 1000)
    desk.papers.attach("a" * 32, "a.png", PNG)
    for name, content, code in (
        ("a.png", PNG, "paper.there-already"),
        ("名单.png", b"PK\x03\x04", "paper.wrong-kind"),
        ("run.pdf", b"MZ", "paper.wrong-kind"),
        ("空.png", b"", "paper.wrong-kind"),
        ("大.png", PNG * 9, "paper.too-large"),
    ):
        with pytest.raises(CallError) as raised:
            desk.papers.attach("a" * 32, name, content)
        assert raised.value.problem.code == code


def test_undone_and_withdrawn_it_is_gone_from_the_page_and_stays_in_the_history(desk: Desk) -> None:
    record = desk.papers.attach("a" * 32, "a.pdf", PDF)
    undone = desk.filing.undo(record.act)
    assert desk.papers.of("a" * 32) == []
    desk.filing.undo(undone[0].act)
    (paper,) = desk.papers.of("a" * 32)
    assert desk.papers.content(paper) == PDF
    assert "复课" not in desk.filing.said(record, "zh")
    assert "a.pdf" in desk.filing.said(record, "zh")
    desk.filing.withdraw(paper.record)
    assert desk.papers.of("a" * 32) == []
    assert desk.workspace.verify() == []


def test_verify_sees_an_altered_and_a_missing_paper(desk: Desk) -> None:
    desk.papers.attach("a" * 32, "a.pdf", PDF)
    (paper,) = desk.papers.of("a" * 32)
    vault = desk._store._vault
    for change, code in (
        (update(papers).values(content=b"%PDF other"), "store.papers-altered"),
        (delete(papers), "store.papers-missing"),
    ):
        with vault.transaction() as connection:
            connection.execute(change)
        assert [problem.code for problem in desk.workspace.verify()] == [code]
        with pytest.raises(CallError):
            desk.papers.content(paper)


def test_a_backup_and_a_new_passphrase_keep_them(desk: Desk, tmp_path: Path, raw_key: Key, who: Who) -> None:
    desk.papers.attach("a" * 32, "a.pdf", PDF)
    (paper,) = desk.papers.of("a" * 32)
    copy = desk._store.backup(tmp_path / "copy.schoolprep")
    with Store.open(copy, raw_key, who) as opened:
        assert opened.paper(paper.digest) == PDF
    desk._store.change_passphrase(Key.random())
    assert desk.papers.content(paper) == PDF


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("李雷 复课证明.jpg", "a"),
        ("李雷雷.jpg", "b"),
        ("140802200908011505.pdf", "a"),
        ("20220703_1.jpg", "a"),
        ("120220703.jpg", ""),
        ("七年级4班/韩梅.png", "d"),
        ("韩梅.png", "cd"),
        ("IMG_0001.jpg", ""),
    ],
)
def test_whose_it_is_by_its_name(desk: Desk, name: str, whose: str) -> None:
    assert desk.papers.whose(name) == [sign * 32 for sign in whose]


def test_a_folder_of_them(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "证明"
    (folder / "七年级4班").mkdir(parents=True)
    (folder / "七年级4班" / "韩梅 病假条.png").write_bytes(PNG)
    (folder / "不知道.png").write_bytes(PNG)
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("李雷复课证明.pdf", PDF)
    would = finish(desk.papers.attaching([folder], dry=True))
    assert _rows(desk) == 0
    found = finish(desk.papers.attaching([folder]))
    assert [(one.file, one.subject[:1], one.what) for one in found] == [
        (one.file, one.subject[:1], one.what) for one in would
    ]
    assert {(one.file, one.subject[:1], one.what) for one in found if one.problem is None} == {
        ("证明/七年级4班/韩梅 病假条.png", "d", "diagnosis"),
        ("证明/包.zip/李雷复课证明.pdf", "a", "fitness"),
    }
    assert [one.problem.code for one in found if one.problem] == ["paper.nobody"]


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, people = tmp_path / "s.schoolprep", tmp_path / "人员.csv"
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    new = ["--school", "学校", "--region", "140802", "--profile", "yuncheng-2022"]
    people.write_text("姓名,班级,证件号\n李雷,七年级3班,140802200908011505\n", "utf-8")
    (tmp_path / "李雷 诊断证明.png").write_bytes(PNG)
    (tmp_path / "照片.pdf").write_bytes(PDF)
    file = ["--lang", "zh", "--file", str(path)]
    assert main(["new", *file, *new]) == 0
    assert main(["intake", *file, str(people)]) == 0
    capsys.readouterr()
    files = [str(tmp_path / "李雷 诊断证明.png"), str(tmp_path / "照片.pdf")]
    assert main(["attach", *file, *files]) == 1
    told = capsys.readouterr().out
    assert "李雷 诊断证明.png：已存到 李雷 名下（诊断证明）" in told
    assert "照片.pdf" in told
    assert (
        main(["attach", *file, files[1], "--document", "140802200908011505", "--as", "复课证明", "--json"])
        == 0
    )
    (kept,) = json.loads(capsys.readouterr().out)["kept"]
    assert (kept["name"], kept["what"]) == ("李雷", "fitness")
    assert main(["attach", *file, files[1], "--as", "奖状"]) == 2
