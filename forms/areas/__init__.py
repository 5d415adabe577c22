"""Areas: the page of the risk areas."""
