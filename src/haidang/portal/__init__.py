"""Front for citizens and businesses."""
