"""Folders that a program sends to servers elsewhere: told by Windows, or called as such programs call theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.facts.synced import synced_by


@pytest.mark.parametrize(
    ("path", "told", "cloud"),
    [
        ("/home/li/Documents/名单.xlsx", {}, ""),
        ("/home/li/OneDrive/文档/名单.xlsx", {}, "OneDrive"),
        ("/home/li/OneDrive - 某某中学/名单.xlsx", {}, "OneDrive"),
        ("/home/li/Nutstore/1/名单.xlsx", {}, "坚果云"),
        ("/data/文档/名单.xlsx", {"OneDrive": "/data"}, "OneDrive"),
        ("/data/文档/名单.xlsx", {"OneDriveCommercial": "/data/文"}, ""),
        ("/home/li/Documents/OneDrive", {}, ""),
        ("/home/li/Documents/名单.xlsx", {"OneDrive": ""}, ""),
    ],
)
def test_who_sends_it(path: str, told: dict[str, str], cloud: str) -> None:
    assert synced_by(Path(path), told) == cloud
