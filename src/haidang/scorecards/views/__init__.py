"""Views of the front, one file a subject."""
