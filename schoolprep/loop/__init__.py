"""Loop: what is ordered, and whether it happened."""
