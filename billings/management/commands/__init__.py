"""Commands that touch every room."""
