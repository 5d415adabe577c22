"""Today: the page a principal opens first."""
