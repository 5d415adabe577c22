"""Values: every value of a roster, a module a family; who imports this has the whole registry."""

from schoolprep.roster.registry import SOURCES, VALUES
from schoolprep.roster.values import due, facts, person, stay, stretch, verdict

__all__ = ["SOURCES", "VALUES", "due", "facts", "person", "stay", "stretch", "verdict"]
