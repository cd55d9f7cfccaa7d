"""Charts as numbers that a template draws in SVG; pure but for `drawing`. Words and links come from whoever asks."""
