"""The site as a person meets it, in headless Chromium: `make test`, or `pytest -m browser`."""
