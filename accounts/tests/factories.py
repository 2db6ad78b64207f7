"""Users for tests."""

import factory

from accounts.models import User

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """A user whose password is PASSWORD; without a profile until one is needed."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("student{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username.lower()}@example.com")

    @factory.post_generation
    def password(user, create, extracted, **kwargs):
        user.set_password(extracted or PASSWORD)
        if create:
            user.save()
