"""The page 交接 Hand-over: who works with the school's records, what came from them, what goes back."""
