"""Sources of the tests leave their files in a home of their own."""
