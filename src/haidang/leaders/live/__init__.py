"""Hints by server-sent events that something has changed in what a reader may see; the figures come by the site."""
