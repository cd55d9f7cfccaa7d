"""Views for programs."""
