"""The roof: settings, addresses, home, health."""
