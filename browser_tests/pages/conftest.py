"""A server in production's settings with a site to look at, one for each worker."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def scene(tmp_path_factory):
    """What `scene.build` says is there, with `url`, where it is served."""
    folder = tmp_path_factory.mktemp("scene")
    with socket.socket() as door:
        # It is open before the server is: who knocks early waits, nobody has to look.
        door.bind(("127.0.0.1", 0))
        door.listen(128)
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        environment = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "DATABASE_URL": f"sqlite:///{folder}/scene.sqlite3",
            "STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "no-secret-for-it-lives-as-long-as-the-tests",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": url,
        }
        # As production serves it, but staff may come in by their session alone.
        serving = environment | {"DEBUG": "off", "STAFF_NEED_SECOND_FACTOR": "off"}
        there = json.loads(run("-m", "browser_tests.pages.scene", env=environment))
        run("manage.py", "collectstatic", "--no-input", env=serving)
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "gunicorn", f"--bind=fd://{door.fileno()}", "--workers=1"],
                cwd=ROOT,
                env=serving,
                pass_fds=[door.fileno()],
                stdout=log,
                stderr=log,
            )
    yield there | {"url": url}
    server.terminate()
    server.wait()


def enter(context, scene, who):
    """Give a browser's context the session of `who` of the scene; a visitor, None, has none."""
    if who:
        cookie = {"name": "sessionid", "value": scene["cookies"][who], "url": scene["url"]}
        context.add_cookies([cookie])


def run(*command, env):
    """What a Python program of the project prints last."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.splitlines()[-1]
