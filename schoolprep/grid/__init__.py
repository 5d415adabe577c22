"""Grid (班级录入): a class on one sheet, a line for each person, a cell for each answer; nothing here knows a screen.

A purpose says which columns there are; a sheet holds what was written in them, keeps it at every cell, and files it
as one act. What may be said of all the others at once is stated first and filed as one act too.
"""

from schoolprep.grid.line import brief
from schoolprep.grid.people import Unit, units
from schoolprep.grid.rest import Left, Rest, Said, file_rest, rest_of
from schoolprep.grid.sheet import Filed, GridCell, GridPlace, Sheet
from schoolprep.grid.waiting import Waiting, waiting
from schoolprep.intake.purpose import GridColumn, Purpose, Purposes, Slot

__all__ = [
    "Filed",
    "GridCell",
    "GridColumn",
    "GridPlace",
    "Left",
    "Purpose",
    "Purposes",
    "Rest",
    "Said",
    "Sheet",
    "Slot",
    "Unit",
    "Waiting",
    "brief",
    "file_rest",
    "rest_of",
    "units",
    "waiting",
]
