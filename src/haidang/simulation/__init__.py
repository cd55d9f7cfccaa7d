"""Makes a living province by playing its people through the real commands."""
