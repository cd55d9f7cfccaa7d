"""Pages of procedure control."""
