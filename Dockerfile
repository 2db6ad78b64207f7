FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 DEBUG=off

WORKDIR /srv/billings
RUN useradd --system --uid 10001 --no-create-home billings

COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
# The settings want a complete environment; nothing of this one stays in the image.
RUN SECRET_KEY=only-while-the-image-is-built-0123456789 ALLOWED_HOSTS=localhost \
    DATABASE_URL=sqlite://:memory: python manage.py collectstatic --no-input

USER billings
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', 8000)}/healthz\", timeout=4)"]

# Containers that start together take turns to prepare the database.
CMD ["sh", "-c", "python manage.py prepare && exec gunicorn"]
