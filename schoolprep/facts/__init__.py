"""Facts: what can be known about people and places, how it is written, and the one gate it comes through."""
