"""What accounts announces."""

from django.dispatch import Signal

signed_up = Signal()
"""Sent with `user` inside the transaction that saves a new account.

A receiver that raises undoes the sign-up.
"""
