"""Updates: a new version that comes on a stick: its signed file, and the folder of versions it is put into."""

from schoolprep.updates.letter import Update, UpdateFile, read
from schoolprep.updates.maker import Maker, trusted
from schoolprep.updates.taking import TakenUpdate, go_back, take
from schoolprep.updates.versions import Versions, running_from

__all__ = [
    "Maker",
    "TakenUpdate",
    "Update",
    "UpdateFile",
    "Versions",
    "go_back",
    "read",
    "running_from",
    "take",
    "trusted",
]
