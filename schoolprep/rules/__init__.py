"""Rules: what authorities ask: packs, their tables, and the data of every pack."""
