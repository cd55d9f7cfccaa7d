"""Pages of the scores."""
