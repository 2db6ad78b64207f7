"""The pages, by what the student wants to know."""
