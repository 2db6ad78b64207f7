"""Every page of the site: who opens it, what it is called, where it is.

Words in braces are what `scene.build` made. A page that is not here is in ELSEWHERE, with the
reason; a test compares both with the site's addresses.
"""

VISITOR = {
    "landing": "/",
    "try": "/try/",
    "how-it-works": "/how-it-works/",
    "how-scoring-works": "/how-scoring-works/",
    "how-readiness-works": "/how-readiness-works/",
    "how-questions-are-made": "/how-questions-are-made/",
    "terms": "/terms/",
    "privacy": "/privacy/",
    "not-affiliated": "/not-affiliated/",
    "offline": "/offline/",
    "exams": "/exams/",
    "exam": "/exams/security-plus/",
    "boards": "/leaderboards/xp/",
    "person": "/people/{person}/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "inactive": "/accounts/inactive/",
    "reset": "/accounts/password/reset/",
    "reset-done": "/accounts/password/reset/done/",
    "reset-key-done": "/accounts/password/reset/key/done/",
    "reset-key": "/accounts/password/reset/key/1-x-y/",
    "confirm-link": "/accounts/confirm-email/nothing/",
    "cancelled": "/accounts/3rdparty/login/cancelled/",
    "unsubscribe": "/mail/off/{weekly}/",
    "not-found": "/nowhere/",
}
DEMO = {
    "dashboard": "/",
    "exams": "/exams/",
    "exam": "/exams/security-plus/",
    "custom": "/exams/network-plus/custom/",
    "simulation": "/exams/a-plus-core-1/exam/",
    "attempts": "/attempts/",
    "reports": "/reports/",
    **{
        f"question-{kind}": f"/attempts/{{practice}}/{{{kind}}}/"
        for kind in ("single", "multiple", "ordering", "matching", "exhibit", "generated")
    },
    "exam-question": "/attempts/{exam}/1/",
    "review": "/attempts/{exam}/review/",
    "submit": "/attempts/{exam}/submit/",
    "study-checked": "/attempts/{study}/1/",
    "study-question": "/attempts/{study}/2/",
    "study-submit": "/attempts/{study}/submit/",
    "result": "/attempts/{result}/result/",
    "exam-result": "/attempts/{exam_result}/result/",
    "report": "/attempts/{result}/1/report/",
    "achievements": "/achievements/",
    "avatars": "/avatars/",
    "bell": "/bell/",
    "board-xp": "/leaderboards/xp/",
    "board-accuracy": "/leaderboards/accuracy/",
    "person": "/people/demo/",
    "study": "/study/",
    "study-other": "/study/?exam=a-plus-core-1",
    "bookmarks": "/study/bookmarks/",
    "mistakes": "/study/a-plus-core-1/mistakes/",
    "objectives": "/study/a-plus-core-1/objectives/",
    "confidence": "/study/a-plus-core-1/confidence/",
    "progress": "/progress/?exam=a-plus-core-1",
    "settings": "/settings/",
    "settings-exams": "/settings/exams/",
    "settings-boards": "/settings/boards/",
    "settings-quiet": "/settings/quiet/",
    "settings-mail": "/settings/mail/",
    "security": "/settings/security/",
    "events": "/settings/security/events/",
    "sessions": "/settings/security/sessions/",
    "address": "/settings/security/address/",
    "data": "/settings/data/",
    "delete": "/settings/data/delete/",
    "password": "/accounts/password/change/",
    "reauthenticate": "/accounts/reauthenticate/",
    "logout": "/accounts/logout/",
    "factors": "/accounts/2fa/",
    "totp": "/accounts/2fa/totp/activate/",
    "passkey": "/accounts/2fa/webauthn/add/",
    "connections": "/accounts/3rdparty/",
}
NEWCOMER = {
    "dashboard": "/",
    "attempts": "/attempts/",
    "reports": "/reports/",
    "achievements": "/achievements/",
    "avatars": "/avatars/",
    "bell": "/bell/",
    "board": "/leaderboards/streak/",
    "study": "/study/",
    "bookmarks": "/study/bookmarks/",
    "mistakes": "/study/security-plus/mistakes/",
    "objectives": "/study/security-plus/objectives/",
    "confidence": "/study/security-plus/confidence/",
    "progress": "/progress/",
}
EDITOR = {
    "index": "/admin/",
    "app": "/admin/quizzes/",
    "group-add": "/admin/auth/group/add/",
    "questions": "/admin/quizzes/question/",
    "question": "/admin/quizzes/question/{question}/change/",
    "question-add": "/admin/quizzes/question/add/",
    "question-delete": "/admin/quizzes/question/{question}/delete/",
    "preview": "/admin/quizzes/question/{question}/preview/",
    "question-markdown": "/admin/quizzes/question/{written}/change/",
    "preview-markdown": "/admin/quizzes/question/{written}/preview/",
    "compare": "/admin/quizzes/question/{written}/compare/",
    "images": "/admin/quizzes/questionimage/",
    "image": "/admin/quizzes/questionimage/{image}/change/",
    "image-add": "/admin/quizzes/questionimage/add/",
    "coverage": "/admin/quizzes/question/coverage/",
    "reports": "/admin/quizzes/questionreport/",
    "report": "/admin/quizzes/questionreport/{report}/change/",
    "users": "/admin/accounts/user/",
    "users-none": "/admin/accounts/user/?q=nobody",
    "user": "/admin/accounts/user/{user}/change/",
    "user-delete": "/admin/accounts/user/{user}/delete/",
    "user-history": "/admin/accounts/user/{user}/history/",
    "user-add": "/admin/accounts/user/add/",
    "user-password": "/admin/accounts/user/{user}/password/",
    "attempts": "/admin/quizzes/quizattempt/",
    "attempt": "/admin/quizzes/quizattempt/{result}/change/",
    "exam-change": "/admin/quizzes/exam/1/change/",
    "exam-add": "/admin/quizzes/exam/add/",
    "avatars": "/admin/gamification/avatar/",
    "achievements": "/admin/gamification/achievement/",
    "profile": "/admin/gamification/userprofile/1/change/",
    "history": "/admin/admin/logentry/",
    "stale": "/admin/quizzes/question/?stale=year&look=all",
    "design": "/design/",
}
PAGES = [
    (who, f"{who or 'visitor'}-{name}", address)
    for who, pages in (
        (None, VISITOR),
        ("demo", DEMO),
        ("newcomer", NEWCOMER),
        ("editor", EDITOR),
    )
    for name, address in pages.items()
]

WHY_ELSEWHERE = {
    "takes a POST, or leads on": """
        accounts:end_sessions accounts:end_tour gamification:equip leaderboards:boards
        quizzes:again quizzes:discard quizzes:start quizzes:quick study:bookmark study:drill
        study:fix study:fix_again study:keep study:keep_asked study:plan study:start
        study:start_bookmarks account_email usersessions_list account_set_password
        mfa_login_webauthn
    """,
    "is a file": """
        accounts:download study:take_along mfa_download_recovery_codes site_picture exam_picture
        person_picture manifest sitemap
        quizzes:image
    """,
    "has a page of ours at the same address": """
        account_signup account_confirm_email account_email_verification_sent
        account_reset_password account_reset_password_done
    """,
    "needs another site": """
        github_login github_callback google_login google_callback google_login_by_token
        microsoft_login microsoft_callback openid_connect_login openid_connect_callback
        socialaccount_signup socialaccount_login_error
    """,
    "is walked in test_factors.py and test_trust.py, which have second factors and mail": """
        accounts:confirm_address account_confirm_login_code mfa_authenticate
        mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes mfa_list_webauthn
        mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes
    """,
}
ELSEWHERE = {name for names in WHY_ELSEWHERE.values() for name in names.split()}
