"""How you compare."""
