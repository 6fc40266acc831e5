# The client:  docker build --tag conviso-client .
#              docker run --rm --env CONVISO_API_KEY --user "$(id -u)" --volume "$PWD:/work" conviso-client gate --asset 1234
# The sandbox: docker build --tag conviso-sandbox --target sandbox .
#              docker run --rm --publish 127.0.0.1:8080:8080 conviso-sandbox
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
ARG EXTRAS=cli,findings,schema
WORKDIR /source
COPY . .
RUN python -m venv /opt/conviso \
    && /opt/conviso/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt ".[${EXTRAS}]"

FROM build AS build-sandbox
RUN /opt/conviso/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt ".[sandbox]"

FROM python:${PYTHON} AS base
ENV PATH=/opt/conviso/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /work
USER 10001:10001
ENTRYPOINT ["conviso-client"]

FROM base AS sandbox
COPY --from=build-sandbox /opt/conviso /opt/conviso
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/', timeout=2)"]
CMD ["sandbox", "--host", "0.0.0.0", "--port", "8080"]

FROM base AS client
COPY --from=build /opt/conviso /opt/conviso
HEALTHCHECK CMD ["conviso-client", "--version"]
CMD ["--help"]
