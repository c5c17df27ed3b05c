# The service as an image. Everything here has a counterpart in scripts/; tests/scripts/test_containers.py compares them.

# --- front-end files ---------------------------------------------------------------------------------------------
FROM node:24-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# --- Python packages ---------------------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements/app.txt /tmp/app.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/app.txt

# --- what building and serving share: libraries of the geographic types and of PDF files -------------------------
FROM python:3.11-slim-bookworm AS base
RUN apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        libgdal32 \
        libgeos-c1v5 \
        libproj25 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        libharfbuzz-subset0 \
        fonts-dejavu-core \
        tzdata \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=0 \
    STATIC_ROOT=/app/static \
    VAR_DIR=/app/var
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app

# --- translations and static files -------------------------------------------------------------------------------
FROM base AS build
RUN apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
COPY . .
COPY --from=front-end /app/node_modules ./node_modules
# Both commands need settings but neither database nor secrets.
RUN SECRET_KEY=build DATABASE_URL=postgis://nobody@localhost/nothing python -m scripts.image

# --- the image ---------------------------------------------------------------------------------------------------
FROM base
COPY --from=build /app /app
# After the copy, because building writes to var/ as root.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin quartierskarte \
    && mkdir -p /app/var \
    && chown -R quartierskarte:quartierskarte /app/var
USER quartierskarte
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=12s --start-period=120s --retries=3 CMD ["python", "-m", "scripts.health"]
# Prepares the database, then becomes gunicorn with the arguments of scripts/facts.py.
CMD ["python", "-m", "scripts", "serve"]
