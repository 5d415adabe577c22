"""Rosters: the page that draws and saves rosters."""
