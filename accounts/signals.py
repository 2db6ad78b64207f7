"""What accounts announces."""

from django.dispatch import Signal

signed_up = Signal()
"""Sent with `user` inside the transaction that saves a new account.

A receiver that raises undoes the sign-up.
"""

data_asked = Signal()
"""Sent with `user` when somebody takes their data with them.

A receiver returns `(name, data)`, a pair of a key and what JSON can hold; a receiver that raises
spoils the download.
"""

leaving_asked = Signal()
"""Sent with `user` before an account is deleted, to say what goes.

A receiver returns a list of `(what, happens)`, sentences for the person.
"""

leaving = Signal()
"""Sent with `user` inside the transaction that deletes an account, before its row goes.

A receiver puts away what no foreign key would; one that raises keeps the account.
"""
