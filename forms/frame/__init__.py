"""Frame: the window around the pages: start, rail, shell, finder, what is remembered."""
