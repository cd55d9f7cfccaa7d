"""The province's areas: their outlines, which codes lie in them, before and after the reorganisation of 1 July 2025."""
