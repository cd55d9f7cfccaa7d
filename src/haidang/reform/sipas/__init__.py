"""SIPAS, satisfaction with public administrative services: surveys, samples, anonymous answers, honest intervals."""
