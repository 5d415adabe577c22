"""Rules: the page on which a school reads what it judges by, changes its own numbers, takes packs in and tries them."""
