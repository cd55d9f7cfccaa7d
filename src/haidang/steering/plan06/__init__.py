"""The Project 06 plan: its tasks are directives with a number, a group of utilities and a product."""
