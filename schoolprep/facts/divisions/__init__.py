"""The administrative divisions of China since 1980: province, city, county, street or town, by code."""

from schoolprep.facts.divisions.book import Divisions, load
from schoolprep.facts.divisions.model import Division, DivisionLevel, Match

__all__ = ["Division", "DivisionLevel", "Divisions", "Match", "load"]
