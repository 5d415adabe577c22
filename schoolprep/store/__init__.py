"""Store: the school's one encrypted file, in which records are only ever added.

Importing this loads neither SQLAlchemy nor SQLCipher nor PyNaCl; opening a store does.
"""

from schoolprep.store.key import Key, salt_of
from schoolprep.store.nouns import Act, Who
from schoolprep.store.school import School
from schoolprep.store.store import Store, restore

__all__ = ["Act", "Key", "School", "Store", "Who", "restore", "salt_of"]
