"""Chain: a person's links of custody (环节) in time, stretches apart from rides and acts, and what is asked of them.

Plain facts in, plain facts out: what a link answers is asked in `stretch`, what is missing between links is a gap.
"""

from __future__ import annotations

from collections.abc import Iterable

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Link
from schoolprep.loop.steps import step_of


def begins(link: Link) -> int:
    """The first minute of a link; where nobody said when it began, of its end."""
    moment = link.starts or link.ends
    return moment.earliest if moment else 0


class CustodyChain:
    """See the module."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.links = sorted(links, key=lambda link: (begins(link), step_of(link.step).place, link.record))

    @property
    def stretches(self) -> list[Link]:
        """Where the person stayed."""
        return [link for link in self.links if step_of(link.step).form == "stretch"]

    @property
    def releases(self) -> list[Link]:
        """The acts by which the person was free again."""
        return [link for link in self.links if step_of(link.step).frees]

    def steps(self, step: str) -> list[Link]:
        """The links of one step whose beginning is known."""
        return [link for link in self.links if link.step == step and link.starts]

    def where(self, at: Moment) -> Link | None:
        """The last link with a place in which the person is at a moment."""
        for link in reversed(self.links):
            begun = link.starts is not None and link.starts.earliest <= at.latest
            if begun and link.place and (link.ends is None or link.ends.latest >= at.earliest):
                return link
        return None

    def returned(self) -> Moment | None:
        """When the person came back to school for the last time."""
        back = self.steps("return")
        return back[-1].starts if back else None

    def released(self, since: Day) -> Link | None:
        """The first release on or after a day."""
        return next((link for link in self.releases if link.starts and link.starts.day >= since), None)

    def brought(self, into: Link) -> Link | None:
        """The transfer into a stretch: the last that began no later than it did."""
        if into.starts is None:
            return None
        entered = into.starts.latest
        before = [ride for ride in self.steps("transfer") if ride.starts and ride.starts.earliest <= entered]
        return max(before, key=begins, default=None)

    def left(self, link: Link, on: Moment) -> Moment | None:
        """When a stretch was left for none other by a moment; None: the person is there, or stays elsewhere."""
        if link.ends is None or link.ends.earliest > on.latest:
            return None
        later = [
            one for one in self.stretches if one is not link and begins(link) <= begins(one) <= on.latest
        ]
        return None if later else link.ends
