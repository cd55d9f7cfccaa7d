"""Dashboards that people compose of tiles, publish to roles and hang on the wall; questions that they save."""
