"""Timeline: one person's six weeks, drawn: `plot` says where, `marks` and `ruler` paint, `widget` is what one uses."""
