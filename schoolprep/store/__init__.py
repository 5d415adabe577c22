"""Store: the school's one encrypted file, in which records are only ever added.

Two halves: `records/` are the records in any database, `file/` is the encrypted file as such a database, and what only
a file has. Importing this loads neither SQLAlchemy nor SQLCipher nor PyNaCl; opening a store does.
"""

from schoolprep.store.file.key import Key, salt_of
from schoolprep.store.file.look import workspace_of
from schoolprep.store.file.passphrase import FEWEST_CHARACTERS, offered
from schoolprep.store.file.store import Store, restore
from schoolprep.store.records.load import Load
from schoolprep.store.records.nouns import Act, Look, Who
from schoolprep.store.records.records import Records
from schoolprep.store.records.school import ZONE, School
from schoolprep.store.records.seat import ROLES, Membership, Role, Seat

__all__ = [
    "FEWEST_CHARACTERS",
    "ROLES",
    "ZONE",
    "Act",
    "Key",
    "Load",
    "Look",
    "Membership",
    "Records",
    "Role",
    "School",
    "Seat",
    "Store",
    "Who",
    "offered",
    "restore",
    "salt_of",
    "workspace_of",
]
