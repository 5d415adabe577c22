"""Pattern: a regular expression that is compiled when it is first asked for.

What reads people's writing has many, and long ones; whoever only judges what is on file starts without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def pattern(text: str) -> Callable[[], re.Pattern[str]]:
    """What gives the expression, for a name of it: `_GAP = …`, and where it is used `_GAP().match(…)`."""

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(text)

    return compiled
