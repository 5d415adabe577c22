"""People: the page with everybody in a table and one person's page beside it."""
