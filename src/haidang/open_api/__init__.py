"""Front for other systems: the versioned REST API, its document, keys and webhooks."""
