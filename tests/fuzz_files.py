"""Files for the fuzz: a small one of each kind that is read, and what may happen to its bytes on the way.

Used by the tests, and by `bench/fuzz.py` with many more of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.intake.arriving import Arriving
from schoolprep.intake.given_tables import Clip, pasted_tables, reading_for
from schoolprep.intake.lists import read_list
from schoolprep.intake.reading import GivenFile
from schoolprep.intake.reading.container import contained
from schoolprep.intake.vocabulary import Vocabulary
from schoolprep.rules import sent
from schoolprep.rules.pack import Pack, writing
from schoolprep.rules.pack.library import load, proofs
from schoolprep.rules.rule_table import sheets
from schoolprep.verdicts.vetting import vet, vet_profile
from tests import word
from tests.fuzz_books import BLANKS, DIVISIONS, REGION
from tests.word import document
from tests.xls import xls_stream
from tests.xlsb import xlsb

ROWS = [
    ["姓名", "班级", "采样时间"],
    ["李雷", "高一1班", "2022-08-08 08:30"],
    ["韩梅梅", "高一2班", "8月7日"],
]
_SIGNS = (
    b"\0", b"\xff", b"\xff\xff\xff\xff", b"9" * 40, b" " * 400, b"<", b">", b'"', b"\n", b"\t", b",", b"{", b"[", b"]",
)  # fmt: skip
_BULLETIN = "8月6日15时起，海南省三亚市吉阳区榆红村、迎宾路111号划为高风险区；天涯区全域划为中风险区。"
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_CHAIN = (
    "#接龙\n请填：姓名 班级 体温\n1. 李雷 高一1班 36.5\n2. 韩梅梅 高一2班 37.8℃ 咳嗽\n3、王伟 高一1班 无\n"
)
_JSON = (
    '{"data": {"end_update_time": "2022-08-06 15时", "highlist": [{"province": "海南省", "city": "三亚市", '
    '"county": "吉阳区", "communitys": ["榆红村"]}], "middlelist": [], "lowlist": []}}'
)


def _xlsx() -> bytes:
    whole, book = io.BytesIO(), Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(whole)
    return whole.getvalue()


def _locked() -> bytes:
    """Behind the password with which Excel protects without asking, so that what is inside is read too."""
    whole = io.BytesIO()
    OOXMLFile(io.BytesIO(_xlsx())).encrypt("VelvetSweatshop", whole)
    return whole.getvalue()


def _rule_table() -> bytes:
    """A pack as a workbook, without its dress."""
    whole, book = io.BytesIO(), Workbook(write_only=True)
    for drawn in sheets(proofs().packs[_PACK], "zh"):
        sheet = book.create_sheet(drawn.name)
        sheet.append([column.path for column in drawn.columns])
        for row in drawn.rows:
            sheet.append(row)
    book.save(whole)
    return whole.getvalue()


def _zip(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _lines(line: str, cell: str) -> str:
    """The rows as marked-up lines; `line` and `cell` say what stands around them."""
    return "".join(line.format("".join(cell.format(text) for text in row)) for row in ROWS)


def _html() -> bytes:
    cells = _lines("<tr>{}</tr>", "<td colspan='1'>{}</td>")
    return f"<!doctype html><html><meta charset='utf-8'><table>{cells}</table></html>".encode()


def _xml() -> bytes:
    cells = _lines(
        '<Row ss:Span="0">{}</Row>', '<Cell ss:MergeAcross="0"><Data ss:Type="String">{}</Data></Cell>'
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="人员"><Table>'
        f"{cells}</Table></Worksheet></Workbook>"
    ).encode()


def _ods() -> bytes:
    cells = _lines(
        "<table:table-row>{}</table:table-row>",
        '<table:table-cell office:value-type="string" table:number-columns-repeated="1"><text:p>{}</text:p>'
        "</table:table-cell>",
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="人员">{cells}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return whole.getvalue()


def _merged() -> bytes:
    """A document with cells over others, a table in a cell, and a notice below."""
    wide, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    inner = word.cell(word.paragraph("x") + word.table(word.row(*ROWS[0]), word.row(*ROWS[1])))
    rows = (
        word.row(word.cell("甲", wide), word.cell("乙", down)),
        word.row(inner, "丙", word.cell("", "<w:vMerge/>")),
    )
    merged = word.table(*rows)
    return document("高风险区", merged, _BULLETIN)


def _clip() -> bytes:
    return _html().replace(b"<table", "<h3>高一1班</h3><p>8月8日<br>晨检<table".encode())


_PACK = "cn-travel-card-offline"
SEEDS: Mapping[str, Callable[[], bytes]] = {
    "a.xlsx": _xlsx,
    "a.ods": _ods,
    "a.xls": lambda: contained(xls_stream(ROWS), ()),
    "page.xls": _html,
    "xml.xls": _xml,
    "a.csv": lambda: "\n".join(map(",".join, ROWS)).encode("gb18030"),
    "a.json": _JSON.encode,
    "a.txt": _BULLETIN.encode,
    "a.xlsb": lambda: xlsb(ROWS),
    "locked.xlsx": _locked,
    "a.docx": lambda: document("高一1班 2022-08-08", ROWS, "以上属实"),
    "a.zip": lambda: _zip(
        {"高一/名单.csv": "\n".join(map(",".join, ROWS)).encode(), "高一/名单.xlsx": _xlsx()}
    ),
    "merged.docx": _merged,
    "chain.txt": _CHAIN.encode,
    "clip.html": _clip,
    "a.tsv": lambda: "\n".join(map("\t".join, ROWS)).encode("utf-16"),
    "pack.toml": lambda: writing.text(proofs().packs[_PACK]).encode(),
    "pack.xlsx": _rule_table,
    "list.csv": "地区,详细地址,等级,起始时间\n海南省三亚市吉阳区,榆红村,高风险,2022-08-01\n".encode,
}
"""A small file of each kind that is read, by its name."""
SLOW = ("locked.xlsx", "pack.toml", "pack.xlsx", "a.zip", "a.txt", "merged.docx")
"""Those that cost a hundredth of a second to read, and more."""
_WORDS = Vocabulary(BLANKS)
_READING = reading_for(_WORDS, Frame(DIVISIONS, REGION))
_LISTS, _PACKS = ("a.json", "a.txt", "list.csv"), ("pack.toml", "pack.xlsx")


def spoilt(chance: Random, whole: bytes) -> bytes:
    """The file with some of it changed, lost, doubled or put elsewhere; inside an archive, inside its parts."""
    if whole.startswith(b"PK") and chance.random() < 0.8:
        return _spoilt_part(chance, whole)
    content = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, to = chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)
        some = bytes(content[at : at + chance.choice((1, 2, 4, 8, 60))])
        chance.choice(_SPOILED)(chance, content, at, to, some)
    return bytes(content)


def _changed(chance: Random, content: bytearray, at: int, to: int, some: bytes) -> None:
    content[at : at + 1] = bytes((chance.randrange(256),))


def _lost(chance: Random, content: bytearray, at: int, to: int, some: bytes) -> None:
    del content[at : at + len(some)]


def _overwritten(chance: Random, content: bytearray, at: int, to: int, some: bytes) -> None:
    content[at : at + len(some)] = chance.choice(_SIGNS)


def _repeated(chance: Random, content: bytearray, at: int, to: int, some: bytes) -> None:
    content[at:at] = some * chance.choice((1, 2, 50))


def _moved(chance: Random, content: bytearray, at: int, to: int, some: bytes) -> None:
    content[to:to] = some


_SPOILED = (_changed, _lost, _overwritten, _repeated, _moved)


def _spoilt_part(chance: Random, whole: bytes) -> bytes:
    """An archive with one part spoilt, and packed as if nothing had been."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive, zipfile.ZipFile(made, "w") as other:
        names = archive.namelist()
        bad = chance.choice(names)
        for name in names:
            content = archive.read(name)
            other.writestr(name, spoilt(chance, content) if name == bad else content)
    return made.getvalue()


def read_spoilt(path: Path) -> bool:
    """Read a file as its readers do; whether anything came of it. Raises whatever is no sentence for a person."""
    try:
        if path.name in _LISTS:
            finish(read_list(GivenFile.at(path), BLANKS, DIVISIONS))
        elif path.name == "clip.html":
            pasted = path.read_bytes().decode("utf-8", "replace")
            pasted_tables(Clip(pasted, pasted), _WORDS, DIVISIONS)
        elif path.name in _PACKS:
            _looked_through(sent.read(path))
        else:
            finish(Arriving(_READING, {}).all([path]))
    except KnownError:
        return False
    return True


def _looked_through(what: sent.Sent) -> None:
    """As a school does before it takes a pack in."""
    if isinstance(what.found, Pack):
        vet(what.found, load(), DIVISIONS, source=what.source)
    else:
        vet_profile(what.found, load(), what.source)
