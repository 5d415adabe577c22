"""Days: calendar days and moments of a school's local time, as whole numbers that rules can count with.

A day is the ordinal of the proleptic Gregorian calendar (`date.toordinal()`), so `day + 7` is seven days later and
differences need no library. Days and moments are naive (DOMAIN §6 row 12): they are of the place the school stands in,
and only what comes with an offset is put into its time (`local`). Nothing here asks the clock (DESIGN §2).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

Day = int
MINUTES_A_DAY = 1440


@lru_cache(maxsize=65536)  # a school's records name few days, many times
def day_of(text: str) -> Day:
    """The day of an ISO date `2022-08-08` (anything behind the date is ignored). Raises `ValueError`."""
    return date.fromisoformat(text[:10]).toordinal()


def iso(day: Day) -> str:
    """The ISO date of a day."""
    return date.fromordinal(day).isoformat()


class Moment(NamedTuple):
    """A day, with the minute of that day where it is known (`None`: only the date is known)."""

    day: Day
    minute: int | None = None

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read the stored form `2022-08-08` or `2022-08-08T07:30`. Raises `ValueError`."""
        return _moment_of(text)

    def text(self) -> str:
        """The stored form; `parse` reads it back."""
        if self.minute is None:
            return iso(self.day)
        return f"{iso(self.day)}T{self.minute // 60:02d}:{self.minute % 60:02d}"

    @property
    def earliest(self) -> int:
        """Minutes since day 0 at the earliest the moment can have been."""
        return self.day * MINUTES_A_DAY + (self.minute or 0)

    @property
    def latest(self) -> int:
        """Minutes since day 0 at the latest it can have been: a bare date reaches to 24:00 (DOMAIN §8 A25)."""
        return self.day * MINUTES_A_DAY + (MINUTES_A_DAY if self.minute is None else self.minute)

    @property
    def last_minute(self) -> int:
        """The last minute that may be meant: 23:59 of a bare date."""
        return self.day * MINUTES_A_DAY + (MINUTES_A_DAY - 1 if self.minute is None else self.minute)


def hour_of(minute: int) -> str:
    """A minute since day 0 as text: `2022-08-08T07:30`; midnight is 24:00 of the day before (DOMAIN §8 A4)."""
    day, rest = divmod(minute, MINUTES_A_DAY)
    return f"{iso(day - 1)}T24:00" if rest == 0 else Moment(day, rest).text()


CHINA = timezone(timedelta(hours=8))
"""Chinese local time has no summer time (DOMAIN §6 row 12)."""
CHINA_NAMED = "Asia/Shanghai"


def local(stamp: str, zone: tzinfo | None) -> Moment:
    """A time with its offset, as records carry it, in the time of a place whatever zone the computer was set to.

    `zone` None: that of this computer.
    """
    return of_clock(datetime.fromisoformat(stamp).astimezone(zone))


def of_clock(at: datetime) -> Moment:
    """The day and minute a clock shows."""
    return Moment(at.toordinal(), at.hour * 60 + at.minute)


@lru_cache(maxsize=64)
def zone_named(name: str) -> tzinfo | None:
    """The time zone of that name (`Europe/London`); None for none, and for one that nobody knows here."""
    if name == CHINA_NAMED:
        return CHINA
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most schools stand in China

    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


_DATE_LENGTH = len("2022-08-08")


@lru_cache(maxsize=65536)  # as above
def _moment_of(text: str) -> Moment:
    if len(text) == _DATE_LENGTH:
        return Moment(date.fromisoformat(text).toordinal())
    at = datetime.fromisoformat(text)
    return Moment(at.toordinal(), at.hour * 60 + at.minute)
