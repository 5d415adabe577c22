"""Records: what was filed, in any database; records are only ever added.

Here no file is known and no cipher: a database is a `Room` that is handed in.
"""
