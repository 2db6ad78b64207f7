"""What you did: the question bank and the attempts at it."""
