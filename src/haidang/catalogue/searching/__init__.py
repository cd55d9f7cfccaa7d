"""Search over the whole catalogue in memory: bitsets of folded words, then a fuzzy second look."""
