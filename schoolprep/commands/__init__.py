"""Commands: what each verb of the command line does, through the same desk the window uses.

What the other packages write or show is handed in as `Tools`; nothing here knows Excel or Qt.
"""
