"""Desk: everything the window and the command line do to a school's data."""

from schoolprep.desk.desk import Changed, Data, Desk

__all__ = ["Changed", "Data", "Desk"]
