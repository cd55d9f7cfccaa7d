"""Tags of the scores."""
