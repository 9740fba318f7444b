#!/bin/sh
# Make an image that holds what release/compose/Dockerfile would fetch, and Redis and SeaweedFS besides, on a
# Debian machine that reaches no image registry. With it the whole of compose.yaml starts there:
#
#   release/compose/base.sh proofreel-base
#   SERVER_BASE=proofreel-base REDIS_IMAGE=proofreel-base S3_IMAGE=proofreel-base \
#       docker-compose up --build
#
# Needs root, mmdebstrap, docker, a checkout after `make setup` (for uv and weed) with Python 3.11, as bookworm's.
set -eu
cd "$(dirname "$0")/../.."
tag="$1"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/proofreel/rootfs"
release=bookworm
packages=python3,espeak-ng,redis-server,ca-certificates
mkdir -p "$cache"
key="$({ echo "$packages"; cat release/compose/base.sh; } | sha256sum | cut -c1-12)"
system="$cache/compose-$key.tar"
if [ ! -f "$system" ]; then
    mmdebstrap --quiet --variant=minbase --include="$packages" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' "$release" "$system.part.tar" >&2
    mv "$system.part.tar" "$system"
fi
work="$(mktemp -d "${TMPDIR:-/tmp}/proofreel-base.XXXXXX")"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tar -xf "$system" -C "$work" --exclude='./dev/*'
mkdir -p "$work/opt/proofreel/bin"
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' > "$work/opt/proofreel/pyvenv.cfg"
ln -s /usr/bin/python3.11 "$work/opt/proofreel/bin/python"
site="$work/opt/proofreel/lib/python3.11/site-packages"
mkdir -p "$site"
# For the Python of the release, to the patch: packages differ by it.
.venv/bin/uv pip install --quiet --python .venv/bin/python --python-version "$(chroot "$work" /usr/bin/python3 -c "import platform; print(platform.python_version())")" \
    --target "$site" --require-hashes --link-mode=copy \
    -r requirements/server.txt >&2
.venv/bin/uv pip install --quiet --python .venv/bin/python --target "$site" --link-mode=copy pip >&2
rm -rf "$site/bin" "$site/.lock"
cp "$(readlink -f .venv/bin/weed)" "$work/usr/local/bin/weed"
rm -rf "$work"/var/lib/apt/lists/* "$work"/var/cache/apt
chmod 755 "$work"
tar -C "$work" --numeric-owner -c . | docker import - "$tag" >&2
