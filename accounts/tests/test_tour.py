"""The three things to know at a first visit."""

TOUR = "Three things to know"


def test_tells_a_new_student_three_things_until_told_to_stop(alice_client, bob):
    assert TOUR in alice_client.get("/").content.decode()
    assert alice_client.post("/settings/tour/end/")["Location"] == "/"
    assert TOUR not in alice_client.get("/").content.decode()
    bob.refresh_from_db()
    assert bob.wants_tour


def test_says_nothing_of_the_game_in_quiet_mode(alice_client, alice):
    alice.is_quiet = True
    alice.save()
    text = alice_client.get("/").content.decode()
    assert TOUR in text
    assert "XP" not in text


def test_ends_by_itself_after_some_quizzes(alice_client, alice):
    alice.profile.quizzes = 3
    alice.profile.save()
    assert TOUR not in alice_client.get("/").content.decode()


def test_asks_visitors_to_log_in(client, db):
    assert "/accounts/login/" in client.post("/settings/tour/end/")["Location"]
