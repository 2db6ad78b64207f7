"""Images that questions show: uploaded here, named in a text in Markdown."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from quizzes.admin.away import Away, PutAwayAdmin
from quizzes.models import QuestionImage
from quizzes.pictures import MOST_PIXELS, UnacceptableImage, redrawn


class UploadForm(forms.ModelForm):
    """A file and its text alternative."""

    file = forms.FileField(
        help_text=f"PNG, JPEG, WebP or GIF, at most 1 MB and {MOST_PIXELS} × {MOST_PIXELS} pixels."
        " It is drawn anew: what a camera or a program wrote into it is gone.",
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )

    class Meta:
        model = QuestionImage
        fields = ["alternative"]

    def clean_file(self):
        try:
            picture = redrawn(self.cleaned_data["file"])
        except UnacceptableImage as error:
            raise ValidationError(str(error)) from None
        if twin := QuestionImage.objects.filter(name=picture.name).first():
            url = reverse("admin:quizzes_questionimage_change", args=[twin.pk])
            words = 'This image is <a href="{}">there already</a>.'
            raise ValidationError(format_html(words, url))
        return picture


@admin.register(QuestionImage)
class QuestionImageAdmin(PutAwayAdmin):
    list_display = ["picture", "alternative", "size", "uploaded_by", "uploaded_at"]
    list_display_links = ["picture", "alternative"]
    list_per_page = 50
    list_select_related = ["uploaded_by"]
    formfield_overrides = {models.CharField: {"widget": forms.TextInput({"size": 80})}}
    search_fields = ["alternative", "name"]
    search_help_text = "Text alternative or name."

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["file", "alternative"]
        return ["whole", "line", "alternative", "size", "shown_by", "uploaded_by", "uploaded_at"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if obj and name != "alternative"]

    @admin.display(description="image")
    def picture(self, image):
        return _tag(image, "thumb")

    @admin.display(description="image")
    def whole(self, image):
        return _tag(image, "whole")

    @admin.display(description="to show it")
    def line(self, image):
        words = "<code>{}</code><br>Paste this line into a stem or a rationale in Markdown."
        return format_html(words, image.markdown)

    @admin.display(description="pixels")
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description="shown by")
    def shown_by(self, image):
        wordings = image.wordings().select_related("item")
        rows = (
            (reverse("admin:quizzes_question_change", args=[each.pk]), each) for each in wordings
        )
        return format_html_join(" · ", '<a href="{}">{}</a>', rows) or "no question"

    def save_model(self, request, obj, form, change):
        if not change:
            picture = form.cleaned_data["file"]
            obj.name, obj.data = picture.name, picture.data
            obj.width, obj.height = picture.width, picture.height
            obj.uploaded_by = request.user
        obj.save()

    def response_post_save_add(self, request, obj):
        """Go where the line stands that shows it."""
        return HttpResponseRedirect(reverse("admin:quizzes_questionimage_change", args=[obj.pk]))

    def plan_away(self, rows):
        away = Away()
        for image in rows:
            if shown := image.wordings().select_related("item").first():
                away.keep.append(f"{shown} shows {image}, so it stays.")
            else:
                away.delete.append(image)
        return away

    # Who may change questions may change what they show.

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("quizzes.view_question") or self.has_add_permission(request)

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("quizzes.change_question") or request.user.has_perm(
            "quizzes.add_question"
        )

    has_change_permission = has_delete_permission = has_add_permission


def _tag(image, size):
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        size,
        reverse("quizzes:image", args=[image.name]),
        image.alternative,
        image.width,
        image.height,
    )
