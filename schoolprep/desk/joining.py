"""Joining: an invitation, its code and an own passphrase become a colleague's workspace."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from schoolprep.declarations import Data
from schoolprep.desk.desk import Desk
from schoolprep.facts.problem import CallError
from schoolprep.handover.keys import new_keys
from schoolprep.handover.own import OwnHand
from schoolprep.handover.returning import load_of, settle
from schoolprep.handover.unsealing import OpenedInvitation, content_of, open_invitation
from schoolprep.store import Key, Store, Who
from schoolprep.store.records import school
from schoolprep.store.records.seat import Membership


def join(invitation: Path, code: str, path: Path, secret: str | Key, data: Data, who: Who) -> Desk:  # noqa: PLR0917
    """The workspace at `path` that an invitation makes, open, under a passphrase or the key made of it.

    Raises `CallError`: a file that is no invitation, is damaged or of a newer program, a code that is not its, a
    passphrase nobody should choose, a file that stands at `path`; `WorkspaceError` where none can be made. Then nothing
    is there.
    """
    if path.exists():
        raise CallError("store.exists", file=str(path))
    opened = open_invitation(content_of(invitation), invitation.name, code)
    key = Key.of_passphrase(secret) if isinstance(secret, str) else secret
    given = opened.message.given
    joined = Membership(given.seat, opened.message.secret.hex())
    store = Store.create(path, key, school.load(given.school), who, joined=joined)
    try:
        _fill(store, opened, invitation.name)
    except BaseException:
        store.close()
        with suppress(OSError):
            path.unlink()
        raise
    return Desk(store, data)


def _fill(store: Store, opened: OpenedInvitation, name: str) -> None:
    """Put in what the invitation brings, and the keys that answer it."""
    given = opened.message.given
    store.travel.take(load_of(given), whole=given.whole, about=name)
    own = OwnHand(store)
    own.state.keys, own.state.invitation = new_keys(), opened.message.keys
    own.state.learn_seats(given.seats)
    settle(own, given, is_newest=True)
