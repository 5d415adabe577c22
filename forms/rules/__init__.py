"""Rules page and its views."""
