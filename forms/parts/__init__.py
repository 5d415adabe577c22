"""Parts: the reusable pieces every page is made of, painted from the tokens."""
