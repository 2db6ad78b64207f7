"""How gunicorn serves the site. It reads this file by itself from the working folder."""

import os

wsgi_app = "billings.wsgi"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"  # noqa: S104  the proxy is outside
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 60
graceful_timeout = 30
keepalive = 5
# Now and then a fresh process, not all at once.
max_requests, max_requests_jitter = 10_000, 1_000
# A worker's heartbeat on a slow disk looks like a worker that hangs.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# The control socket lets any process of this user command the server, and wants a home to write.
control_socket_disable = True
accesslog = "-"
# Whether X-Forwarded-Proto is believed is Django's to say (TRUSTED_PROXY_COUNT).
forwarded_allow_ips = ""
