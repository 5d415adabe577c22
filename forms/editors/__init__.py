"""Editors: how each kind of answer is given on the screen, and the form they stand in."""
