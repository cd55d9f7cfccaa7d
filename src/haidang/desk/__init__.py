"""Front for officers of the one-stop desks."""
