"""What to do next: review schedule, bookmarks, weak objectives, readiness."""
