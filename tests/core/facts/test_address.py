"""Addresses are compared by their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.address import parts, within


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
        ("东城街道阳光小区", "东城街道人民路5号", None),
        ("古绛镇涑水小区", "古绛镇西关村", None),
        ("幸福苑小区", "建设路小区", False),
        ("丽景小区3号楼", "迎宾路8号丽景小区3号楼2单元", True),
        ("丽景小区3号楼", "迎宾路8号丽景小区", None),
    ],
)
def test_one_address_within_another(area: str, place: str, expected: bool | None) -> None:
    assert within(area, place) is expected


def test_the_parts_of_an_address() -> None:
    assert parts("东城街道 阳光小区３号楼2单元") == ("东城街道", "阳光小区", "3号楼", "2单元")
    assert parts("幸福苑小区") == ("幸福苑小区",)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_have_an_answer_and_each_lies_within_itself(one: str, other: str) -> None:
    assert within(one, other) in (True, False, None)
    assert within(one, one) is True or not parts(one)
