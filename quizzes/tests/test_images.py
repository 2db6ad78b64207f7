"""Images of questions: drawn anew, small, never without words, and kept while they are shown."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.tests.factories import UserFactory
from quizzes.markdown import IMAGE_NAME
from quizzes.models import ImageIsShown, QuestionImage
from quizzes.pictures import UnacceptableImage, redrawn
from quizzes.tests.admin_pages import act, draft, form, history, said, save, url
from quizzes.tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db
ADD, LIST = url("questionimage", "add"), url("questionimage", "changelist")


BOMB = PngInfo()
BOMB.add_text("Comment", "a" * 3_000_000, zip=True)


def file(kind="PNG", size=(60, 40), mode="RGB", name="plan", **options):
    """An image file as a browser uploads it."""
    buffer = BytesIO()
    Image.new(mode, size, options.pop("color", None)).save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


def upload(client, upload=None, alternative="A plan"):
    data = {"file": upload or file(), "alternative": alternative, "_save": "1"}
    return client.post(ADD, data, follow=True)


def stored(alternative="A plan", **more):
    picture = redrawn(file(**more))
    return QuestionImage.objects.create(
        name=picture.name,
        data=picture.data,
        width=picture.width,
        height=picture.height,
        alternative=alternative,
    )


def opened(picture):
    return Image.open(BytesIO(picture.data))


# Drawing anew


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("PNG", "L", "PNG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGB", "PNG"),
        ("JPEG", "RGB", "JPEG"),
        ("JPEG", "CMYK", "JPEG"),
    ],
)
def test_draws_every_kind_anew(kind, mode, kept):
    picture = redrawn(file(kind, mode=mode))
    assert (opened(picture).format, picture.width, picture.height) == (kept, 60, 40)
    assert IMAGE_NAME.fullmatch(picture.name)
    assert picture.name == redrawn(file(kind, mode=mode)).name


def test_drops_what_a_camera_or_a_program_wrote():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "where I live", 6
    picture = redrawn(file("JPEG", exif=exif, comment=b"where I live"))
    assert (picture.width, picture.height) == (40, 60)  # upright
    assert b"where I live" not in picture.data
    assert not opened(picture).getexif()
    notes = PngInfo()
    notes.add_text("Comment", "where I live")
    picture = redrawn(file(pnginfo=notes, icc_profile=b"where I live"))
    assert b"where I live" not in picture.data
    assert opened(picture).info == {}


def test_takes_the_first_moment_of_a_moving_one():
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    image = opened(redrawn(SimpleUploadedFile("x.gif", buffer.getvalue())))
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((0, 0)) == (255, 0, 0)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "not a PNG, JPEG, WebP or GIF"),
        (b"<html>", "not a PNG, JPEG, WebP or GIF"),
        (file("BMP").read(), "not a PNG, JPEG, WebP or GIF"),
        (file("TIFF").read(), "not a PNG, JPEG, WebP or GIF"),
        (file(size=(2001, 1)).read(), "larger than 2000"),
        (file(size=(9000, 9000), mode="1").read(), "larger than 2000"),
        (file(size=(14000, 14000), mode="1").read(), "larger than 2000"),
        (b"\x89PNG" + b"0" * 1024 * 1024, "larger than 1 MB"),
        (file("JPEG", size=(600, 600)).read()[:700], "damaged"),
        (file(size=(600, 600)).read()[:60], "damaged"),
        (file(pnginfo=BOMB).read(), "damaged"),
    ],
)
def test_refuses_with_a_sentence(staff_client, content, words):
    upload_of = SimpleUploadedFile("plan.png", content)
    with pytest.raises(UnacceptableImage, match=words):
        redrawn(upload_of)
    upload_of.seek(0)
    page = upload(staff_client, upload_of)
    assert words in page.text
    assert not QuestionImage.objects.exists()


# In the workshop


def test_is_uploaded_with_words_and_written_into_the_history(staff_client, staff):
    response = upload(staff_client, alternative="A plan of [two] sites")
    image = QuestionImage.objects.get()
    assert image.uploaded_by == staff
    assert [who for who, _ in history(image)] == ["Staff"]
    assert response.request["PATH_INFO"] == url("questionimage", "change", image.pk)
    page = response.text
    assert f"![A plan of \\[two\\] sites](image:{image.name})" in page
    assert "no question" in page


def test_asks_for_the_text_alternative(staff_client):
    for nothing in ("", "   "):
        assert "This field is required." in upload(staff_client, alternative=nothing).text
    assert not QuestionImage.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(alternative="")


def test_keeps_one_of_each(staff_client):
    image = stored()
    page = upload(staff_client)
    assert "there already" in page.text
    assert url("questionimage", "change", image.pk) in page.text
    assert QuestionImage.objects.count() == 1


def test_stays_while_a_wording_shows_it(staff_client):
    idle, shown, reason = stored(), stored(color="red"), stored(color="blue")
    question = draft(is_markdown=True, stem=f"See {shown.markdown}")
    question.choices.filter(number=1).update(rationale=reason.markdown)
    response = act(staff_client, LIST, "delete_selected", [idle, shown, reason], post="yes")
    assert f"{question} shows {shown}, so it stays." in said(response)
    assert {*QuestionImage.objects.all()} == {shown, reason}
    page = staff_client.get(url("questionimage", "change", reason.pk)).text
    assert form(question) in page
    for image in (shown, reason):
        with pytest.raises(ImageIsShown):
            image.delete()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("![x](https://x.example/y.png)", "shows an image from elsewhere"),
        ("![x](image:0123456789abcdef-9x9.png)", "shows an image that is not there"),
        ("![x](image:12)", "shows an image that is not there"),
        ("![ ]({source})", "shows an image without a text alternative"),
    ],
)
def test_bars_wordings_that_show_what_is_no_image_of_the_bank(staff_client, words, fault):
    words = words.format(source=stored().source)
    question = draft(is_markdown=True)
    save(staff_client, form(question), stem=words, rationale=words, choices__0__rationale=words)
    for part in ("The stem", "The rationale", "The rationale of choice 1"):
        assert any(
            each.startswith(f"{part} {fault}") for each in question.__class__.objects.get().faults()
        )
    question = draft(stem=words)  # plain: these are but letters
    assert question.faults() == []


def test_asks_once_for_all_images_of_a_wording(statements):
    image, other = stored(), stored(color="red")
    question = draft(is_markdown=True, stem=f"{image.markdown} {other.markdown} {image.markdown}")
    question.choices.update(rationale=image.markdown)
    with statements() as seen:
        assert question.faults() == []
    assert seen.total <= 5


def test_is_for_those_who_may_change_questions(client):
    image = stored()
    member = UserFactory(is_staff=True)
    client.force_login(member)
    assert client.get(LIST).status_code == 403
    member.user_permissions.set(Permission.objects.filter(codename="view_question"))
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 403
    client.post(url("questionimage", "delete", image.pk), {"post": "yes"})
    assert QuestionImage.objects.exists()
    member.user_permissions.set(Permission.objects.filter(codename="change_question"))
    client.force_login(UserFactory._meta.model.objects.get(pk=member.pk))
    assert client.get(ADD).status_code == 200


def test_lists_many_with_few_statements(staff_client, statements):
    for shade in range(12):
        stored(color=(shade, 0, 0))
    with statements() as seen:
        page = staff_client.get(LIST)
    assert page.text.count('class="thumb"') == 12
    assert seen.total <= 10


# For readers


def test_is_served_to_anybody_and_kept_by_browsers(client):
    image = stored()
    response = client.get(f"/images/{image.name}")
    assert response.content == image.data
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert client.get("/images/0123456789abcdef-9x9.png").status_code == 404
    assert client.post(f"/images/{image.name}").status_code == 405


def test_is_seen_in_a_question(client, staff):
    image = stored()
    question = QuestionFactory(published=False, is_markdown=True, stem=f"Read:\n\n{image.markdown}")
    assert question.publish() == []
    client.force_login(staff)
    page = client.get(url("question", "preview", question.pk)).text
    assert f'<img src="/images/{image.name}" alt="A plan" width="60" height="40">' in page
