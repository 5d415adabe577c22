"""Desk: everything the window and the command line do to a school's data."""

from schoolprep.declarations import Data
from schoolprep.desk.desk import Desk
from schoolprep.desk.restoring import Restored, restore_backup, usual_place
from schoolprep.desk.workspace import COPIES, in_its_zone, key_of
from schoolprep.store import FEWEST_CHARACTERS, ZONE, Act, Key, School, Who, offered
from schoolprep.store.device import folder, here
from schoolprep.store.file.look import workspaces_in
from schoolprep.store.records.seat import PASS, ROLES, Role, Seat
from schoolprep.verdicts.judging import Changed

__all__ = [
    "COPIES",
    "FEWEST_CHARACTERS",
    "PASS",
    "ROLES",
    "ZONE",
    "Act",
    "Changed",
    "Data",
    "Desk",
    "Key",
    "Restored",
    "Role",
    "School",
    "Seat",
    "Who",
    "folder",
    "here",
    "in_its_zone",
    "key_of",
    "offered",
    "restore_backup",
    "usual_place",
    "workspaces_in",
]
