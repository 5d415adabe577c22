"""The rules on the command line, without a workspace and with one: one sentence for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.__main__ import main
from schoolprep.rules.pack import source

SHANXI = source("shanxi-5d").text


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["rules", *words, "--lang", "zh"])
    said, complained = capsys.readouterr()
    return status, said, complained


def test_packs_are_listed_shown_and_tested_without_a_workspace(capsys: pytest.CaptureFixture[str]) -> None:
    assert "cn-p9" in _said(capsys, "list")[1]
    assert "high-area-stay" in _said(capsys, "show", "cn-p9")[1]
    assert _said(capsys, "test", "shanxi-5d")[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show",), "PACK"),
        (("show", "cn-p9", "more"), "多出来"),
        (("show", "nothing"), "没有规则包"),
        (("set", "cn-p9/high-area-stay", "look_back"), "VALUE"),
        (("import", "x.toml"), "x.toml"),
        (("withdraw", "cn-p9"), "--file"),
        (("switch", "cn-p9", "maybe"), "on"),
        (("export", "cn-p9", "x.doc"), ".xlsx"),
        (("lint", "nowhere.toml"), "nowhere.toml"),
    ],
)  # fmt: skip
def test_a_call_that_is_wrong_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.delenv("SCHOOLPREP_FILE", raising=False)
    status, said, complained = _said(capsys, *words)
    assert (status, said) == (2, "")
    assert told in complained
    assert len(complained.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 10_000_000,
        b"[" * 1_000_000,
        b"\xff\xfe\x00" * 1000,
        SHANXI.replace("n = 5", "n = " + "[" * 500 + "]" * 500).encode(),
        SHANXI.replace("n = 5", 'n = 5\npattern = "(a+)+$"').encode(),
        b"",
    ],
    ids=["10 MB", "deep", "bytes", "nested", "regular expression", "empty"],
)
def test_a_hostile_pack_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "坏.toml").write_bytes(content)
    status, said, complained = _said(capsys, "lint", str(tmp_path / "坏.toml"))
    assert (status, said) == (2, "")
    assert "坏.toml" in complained
    assert len(content) != 10_000_000 or "10 MB" in complained
    assert len(complained.strip().splitlines()) == 1
    assert len(complained) < 400


def test_a_pack_goes_out_as_text_and_as_a_table_and_is_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.toml", "a.xlsx"):
        assert _said(capsys, "export", "shanxi-5d", str(tmp_path / name))[0] == 0
        status, said, _ = _said(capsys, "lint", str(tmp_path / name))
        assert (status, "没有问题" in said) == (0, True), said
