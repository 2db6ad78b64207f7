"""The bank as a whole: what is in it, how it is balanced, what is wrong with it."""
