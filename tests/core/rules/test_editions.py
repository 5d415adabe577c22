"""Editions: which packs a profile has in force on each day, and that it changes on no other day (DOMAIN §3)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from schoolprep.rules import pack

LIBRARY = pack.load()

YUNCHENG = {
    "2021-05-14": "cn-p8 cn-school-2021",
    "2021-08-20": "cn-p8 cn-school-2021 cn-school-v4",
    "2022-03-15": "cn-p8 cn-treatment-9 cn-school-2021 cn-school-v4",
    "2022-04-07": "cn-p8 cn-treatment-9 cn-school-2021 cn-school-v5",
    "2022-05-20": "cn-p8 cn-treatment-9 cn-school-2021 cn-school-v5 shanxi-5d",
    "2022-06-28": "cn-p9 cn-school-2022 cn-school-v5 shanxi-5d",
    "2022-08-08": "cn-p9 cn-school-2022 cn-school-v5 shanxi-5d yuncheng-2022-08-08",
    "2022-08-13": "cn-p9 cn-school-2022 cn-school-v5 shanxi-5d yuncheng-2022-08-13",
    "2022-08-24": "cn-p9 cn-school-2022 cn-school-v6 shanxi-5d yuncheng-2022-08-13",
    "2022-11-11": "cn-p9 cn-20-articles cn-school-2022 cn-school-v6 shanxi-5d",
    "2022-12-07": "cn-p9 cn-20-articles cn-10-articles cn-school-2022 cn-school-v6",
    "2022-12-13": "cn-p9 cn-20-articles cn-10-articles cn-school-2022 cn-travel-card-offline cn-school-v6",
    "2022-12-30": "cn-p9 cn-20-articles cn-10-articles cn-travel-card-offline cn-school-v6 cn-school-2023-01",
    "2023-01-08": "cn-class-b cn-travel-card-offline cn-school-v6 cn-school-2023-01",
    "2023-02-05": "cn-class-b cn-travel-card-offline cn-school-v6 cn-school-2023-01 cn-school-2023-02",
    "2023-02-27": "cn-class-b cn-travel-card-offline cn-school-v7",
    "2025-09-01": "",
}
TODAY = {
    "2023-01-08": "cn-school-today cn-school-signals cn-pertussis-2023",
    "2024-05-24": "cn-school-today cn-school-signals cn-pertussis-2024",
}


@pytest.mark.parametrize(
    ("profile", "changes"),
    [
        ("yuncheng-2022", YUNCHENG),
        ("cn-school-today", TODAY),
        ("uk-school-today", {"2024-02-21": "uk-ukhsa"}),
        ("us-school-today", {"2024-03-01": "us-cdc us-pa"}),
        ("us-school-other-state", {"2024-03-01": "us-cdc"}),
    ],
)
def test_what_is_in_force_changes_on_these_days_and_on_no_other(
    profile: str, changes: dict[str, str]
) -> None:
    first, last = date(2021, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    held = {day: " ".join(one.id for one in _packs(profile, day)) for day in days}
    assert held[first] == ""
    assert {f"{day}": held[day] for before, day in pairwise(days) if held[before] != held[day]} == changes


def _packs(profile: str, day: date) -> tuple[pack.Pack, ...]:
    return pack.in_force(LIBRARY, profile, day.toordinal()).packs
