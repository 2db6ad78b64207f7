"""What it is worth: XP, levels, achievements, avatars."""
