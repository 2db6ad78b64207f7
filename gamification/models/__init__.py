"""Profiles and the ledger, achievements and avatars, by noun."""

from gamification.models.profiles import CertificationRecord, UserProfile, XPAward
from gamification.models.unlocks import Achievement, Avatar, UserAchievement, UserAvatar

__all__ = [
    "Achievement",
    "Avatar",
    "CertificationRecord",
    "UserAchievement",
    "UserAvatar",
    "UserProfile",
    "XPAward",
]
