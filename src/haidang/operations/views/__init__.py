"""Pages of the front."""
