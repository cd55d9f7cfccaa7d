"""Views of the portal: each asks one question or gives one order, and draws a page."""
