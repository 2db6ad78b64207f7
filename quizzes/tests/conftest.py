"""Staff at the command line."""

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def run(capsys):
    def run(*arguments, **options):
        """What a command said, also when it failed."""
        failure = ""
        try:
            call_command(*map(str, arguments), **options)
        except CommandError as error:
            failure = f"CommandError: {error}"
        return capsys.readouterr().out + failure

    return run
