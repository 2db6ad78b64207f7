"""Questions in files: reading, comparing with the bank, writing."""
