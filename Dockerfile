# The image of web, worker, beat and migrate: one image, four commands (docker-compose.yml).

# --- What the browser gets ---
FROM node:24-slim AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static ./static
RUN npm run build

# --- The Python packages, each checked against its hash ---
FROM python:3.13-slim AS packages
COPY requirements/uv.txt requirements/production.txt /requirements/
RUN pip install --no-cache-dir --require-hashes -r /requirements/uv.txt
RUN uv venv /venv && uv pip sync --python /venv/bin/python --require-hashes --compile-bytecode /requirements/production.txt

# --- The product ---
FROM python:3.13-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin pitservice \
    && install -d -o pitservice -g pitservice /media /downtime
COPY --from=packages /venv /venv
WORKDIR /app
COPY manage.py ./
COPY pitservice ./pitservice
COPY families ./families
COPY referrals ./referrals
COPY caseload ./caseload
COPY measures ./measures
COPY consultation ./consultation
COPY reporting ./reporting
COPY templates ./templates
COPY --from=browser /build/static/build ./static/build
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=pitservice.settings.production \
    VAR=/app/var \
    MEDIA_ROOT=/media \
    HOME=/tmp
# Collecting needs settings that can be read, and reaches nothing.
RUN SECRET_KEY=only-to-collect DATABASE_URL=postgresql://nobody@nowhere/none REDIS_URL=redis://nowhere ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input --skip-checks
USER pitservice
EXPOSE 8000
CMD ["gunicorn", "pitservice.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/tmp", "--no-control-socket"]
