"""File: the school's one encrypted file as a room for records: its key, lock, seals, backups and formats."""
