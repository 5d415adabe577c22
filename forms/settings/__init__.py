"""Settings: the page of the school, the window and the file."""
