"""What is true: the domain, the store, the hand-over and the command line; no Qt, no openpyxl."""

__version__ = "0.6.0"
