"""Front for administrators."""
