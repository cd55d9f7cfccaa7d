"""Questions that people put together: which indicator, split by what, over which periods; and their answers."""
