"""What quizzes announces."""

from django.dispatch import Signal

quiz_submitted = Signal()
"""Sent with `attempt` (graded) inside the transaction that submits it.

A receiver that raises undoes the submission: nothing of it is kept.
"""
