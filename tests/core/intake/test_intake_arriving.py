"""What is dropped: folders in folders, archives in archives; every file is read or told with why."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.intake.arriving import Arriving
from schoolprep.intake.reading import NeedsPassword, packed, read
from schoolprep.intake.tables import Table

ROWS = "姓名,班级\n李雷,七年级{}班\n"


def _csv(number: int) -> bytes:
    return ROWS.format(number).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _arrived(path: Path, passwords: Mapping[Path, str] | None = None) -> Arriving[list[Table]]:
    arriving = Arriving[list[Table]](read, passwords or {})
    finish(arriving.all([path]))
    return arriving


def _files(arriving: Arriving[list[Table]]) -> list[str]:
    return [table.file for tables in arriving.read for table in tables]


def _told(arriving: Arriving[list[Table]]) -> dict[str, str]:
    return {notice.file: notice.problem.code for notice in arriving.unread}


def test_a_folder_as_it_is_collected(tmp_path: Path) -> None:
    folder = tmp_path / "各班"
    (folder / "七年级4班").mkdir(parents=True)
    (folder / "七年级3班.csv").write_bytes(_csv(3))
    (folder / "七年级4班" / "名单.csv").write_bytes(_csv(4))
    inside = _zip({"名单.csv": _csv(6), "__MACOSX/._名单.csv": b"x"})
    (folder / "七年级5班.zip").write_bytes(_zip({"名单.csv": _csv(5), "六/六班.zip": inside}))
    for name, content in (
        ("图.jpg", b"\xff\xd8\xff\xe0"),
        ("旧.rar", b"Rar!\x1a"),
        ("通知.pdf", b"%PDF-1.4"),
    ):
        (folder / name).write_bytes(content)
    (folder / "~$七年级3班.xlsx").touch()
    arriving = _arrived(folder)
    assert sorted(_files(arriving)) == [
        "各班/七年级3班.csv",
        "各班/七年级4班/名单.csv",
        "各班/七年级5班.zip/六/六班.zip/名单.csv",
        "各班/七年级5班.zip/名单.csv",
    ]
    assert _told(arriving) == {
        "各班/图.jpg": "intake.is-picture",
        "各班/旧.rar": "intake.squeezed",
        "各班/通知.pdf": "intake.is-pdf",
    }
    assert [(notice.file, notice.problem.facts["count"]) for notice in arriving.passed_over] == [
        ("各班", 1),
        ("各班/七年级5班.zip/六/六班.zip", 1),
    ]
    for notice in (*arriving.unread, *arriving.passed_over):
        for lang in ("zh", "en"):
            assert notice.file.rpartition("/")[2] in say_problem(notice.problem, lang)


def test_names_that_chinese_windows_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    raw = _zip({"AAAAAA.csv": _csv(1), "../../BB.csv": _csv(2), "/C:\\CC.csv": _csv(3)})
    path.write_bytes(raw.replace(b"AAAAAA", "三班表".encode("gbk")))
    assert _files(_arrived(path)) == ["a.zip/三班表.csv", "a.zip/BB.csv", "a.zip/C/CC.csv"]


def test_a_bomb_a_nest_and_too_many_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1 << 20)
    monkeypatch.setattr(packed, "MOST_FILES", 3)
    path = tmp_path / "a.zip"
    nest = _zip({"a.csv": _csv(1)})
    for _ in range(5):
        nest = _zip({"a.zip": nest})
    for content, code in (
        (_zip({"a.csv": b"0" * (2 << 20)}), "archive-too-large"),
        (_zip({f"{at}.csv": _csv(1) for at in range(9)}), "too-many-files"),
        (nest, "archive-too-deep"),
        (_zip({}), "empty-archive"),
        (_zip({"a.csv": _csv(1)})[:-30], "damaged-archive"),
    ):
        path.write_bytes(content)
        arriving = Arriving[list[Table]](read, {})
        try:
            finish(arriving.all([path]))
            codes = [notice.problem.code for notice in arriving.unread]
        except CallError as wrong:
            codes = [wrong.problem.code]
        assert codes == [f"intake.{code}"]


def _classic(content: bytes, password: bytes) -> bytes:
    """A zip whose one file is behind the old lock (APPNOTE 6.1)."""
    table = list(range(256))
    for _ in range(8):
        table = [one >> 1 ^ 0xEDB88320 if one & 1 else one >> 1 for one in table]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(byte: int, so_far: int) -> int:
        return (so_far >> 8) ^ table[(so_far ^ byte) & 0xFF]

    def update(byte: int) -> None:
        keys[0] = crc(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[1] >> 24, keys[2])

    for byte in password:
        update(byte)
    check = zlib.crc32(content)
    out = bytearray()
    for byte in bytes(11) + bytes((check >> 24,)) + content:
        key = keys[2] | 2
        out.append(byte ^ ((key * (key ^ 1)) >> 8 & 0xFF))
        update(byte)
    return _by_hand(bytes(out), len(content), check=check)


def _aes(content: bytes, password: bytes) -> bytes:
    """A zip whose one file is behind the newer lock."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = deflate.compress(content) + deflate.flush()
    salt = bytes(range(16))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    counted = b"".join(n.to_bytes(16, "little") for n in range(1, len(plain) // 16 + 2))
    stream = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(counted)
    locked = bytes(one ^ other for one, other in zip(plain, stream, strict=False))
    seal = hmac.digest(keys[32:64], locked, "sha1")[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    return _by_hand(salt + keys[64:] + locked + seal, len(content), method=99, extra=extra)


def _by_hand(inside: bytes, size: int, *, check: int = 0, method: int = 0, extra: bytes = b"") -> bytes:
    name = b"a.csv"
    fields = struct.pack("<HHHHHIIIHH", 20, 1, method, 0, 0, check, len(inside), size, len(name), len(extra))
    local = b"PK\x03\x04" + fields + name + extra + inside
    central = (
        b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


@pytest.mark.parametrize("make", [_classic, _aes])
def test_an_archive_behind_a_password(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = tmp_path / "加密.zip"
    path.write_bytes(make(_csv(1), "密码123".encode("gb18030")))
    for passwords, wrong in (({}, False), ({path: "x"}, True)):
        with pytest.raises(NeedsPassword) as raised:
            _arrived(path, passwords)
        assert (raised.value.path, raised.value.wrong) == (path, wrong)
    assert _files(_arrived(path, {path: "密码123"})) == ["加密.zip/a.csv"]
    with pytest.raises(CallError) as refused:
        _arrived(path, {path: ""})
    assert not isinstance(refused.value, NeedsPassword)
    assert refused.value.problem.code == "intake.password-none"
