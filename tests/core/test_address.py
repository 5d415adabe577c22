"""Addresses are compared by their parts."""

from __future__ import annotations

import pytest

from schoolprep.address import parts, within


@pytest.mark.parametrize(
    ("area", "place", "expected"),
    [
        ("", "东城街道阳光小区", True),
        ("全域", "", True),
        ("东城街道阳光小区", "东城街道阳光小区3号楼", True),
        ("阳光小区", "东城街道阳光小区3号楼", True),
        ("东城街道阳光小区", "", None),
        ("东城街道阳光小区", "东城街道", None),
        ("东城街道阳光小区", "西城街道河东小区2号楼", False),
        ("东城街道阳光小区", "东城街道河东小区", False),
        ("阳光小区3号楼", "阳光小区5号楼", False),
        ("阳光小区3号楼", "阳光小区", None),
        ("迎宾路12号", "海螺村5组", None),
    ],
)
def test_one_address_within_another(area: str, place: str, expected: bool | None) -> None:
    assert within(area, place) is expected


def test_the_parts_of_an_address() -> None:
    assert parts("东城街道 阳光小区３号楼2单元") == ("东城街道", "阳光小区", "3号楼", "2单元")
