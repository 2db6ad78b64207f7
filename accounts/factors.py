"""Second factors: how their secrets are kept, and who must have one."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.utils.crypto import constant_time_compare


class MFAAdapter(DefaultMFAAdapter):
    """allauth's second factors, with secrets that a copy of the database does not give away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Codes change every half minute.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def get_totp_issuer(self):
        return "Billings"

    def get_totp_label(self, user):
        return user.username

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Billings"}

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Raises InvalidToken when neither SECRET_KEY nor its fallbacks have written it."""
        return _box().decrypt(encrypted_text.encode()).decode()


class FactorStage(AuthenticateStage):
    """The second factor at a login, after a password that is still the right one by then."""

    def handle(self):
        """Note the password that was right."""
        self.state["auth_hash"] = self.login.user.get_session_auth_hash()
        return super().handle()

    def is_resumable(self, request):
        return constant_time_compare(
            self.state.get("auth_hash", ""), self.login.user.get_session_auth_hash()
        )

    def exit(self):
        if self.is_resumable(self.request):
            return super().exit()
        messages.error(self.request, "Your password has been changed. Log in with the new one.")
        return self.abort()


def _box():
    """Writes with the key of SECRET_KEY, and reads what SECRET_KEY_FALLBACKS wrote as well."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(secret)) for secret in secrets])


def _key_from(secret):
    """A key of its own for this purpose (RFC 5869)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"billings second factors")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))


def renew_secrets():
    """Write all secrets with the key of SECRET_KEY. Returns how many, and how many no key reads."""
    has_secret = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    keys = Authenticator.objects.filter(type__in=has_secret).values_list("pk", flat=True)
    outcomes = [_renew(pk) for pk in keys]
    return outcomes.count(True), outcomes.count(False)


@transaction.atomic  # a recovery code may be used at the same time
def _renew(pk):
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return None
    name = "secret" if row.type == Authenticator.Type.TOTP else "seed"
    try:
        row.data[name] = _box().rotate(row.data[name].encode()).decode()
    except InvalidToken:
        return False
    row.save(update_fields=["data"])
    return True


FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user):
    """Whether logging in to the account takes more than a password."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def lacks_needed_factor(user):
    """Whether admin stays shut for this user until a second factor is added."""
    return settings.STAFF_NEED_SECOND_FACTOR and user.is_staff and not has_second_factor(user)
