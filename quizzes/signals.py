"""What quizzes announces."""

from django.dispatch import Signal

quiz_submitted = Signal()
"""Sent with `attempt` (graded) inside the transaction that submits it.

A receiver that raises undoes the submission: nothing of it is kept.
"""

question_posted = Signal()
"""Sent with `request`, as the form of a question page comes in.

Other apps have fields in that form, as study has the note of a bookmark; they read them here,
whatever becomes of the answer.
"""

key_corrected = Signal()
"""Sent with `question` and `wrong`, the wording whose key it corrects, inside the transaction
that publishes it.

Results stay as they were. A receiver that raises undoes the publication.
"""
