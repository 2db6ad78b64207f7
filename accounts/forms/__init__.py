"""The forms of accounts: on the way in, of settings, of second factors, of staff."""
