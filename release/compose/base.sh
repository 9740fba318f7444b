#!/bin/sh
# Make an image that holds what release/compose/Dockerfile would fetch, and Redis and SeaweedFS besides, on a
# Debian machine that reaches no image registry. With it the whole of compose.yaml starts there:
#
#   make wheel && .venv/bin/proofreel sandbox build --without-registry     # says the tag of the workers' image
#   release/compose/base.sh proofreel-base
#   export SERVER_BASE=proofreel-base REDIS_IMAGE=proofreel-base S3_IMAGE=proofreel-base WORKER_IMAGE=TAG
#   docker-compose build keys && docker-compose up -d --no-build
#
# It fetches nothing from Debian: the root file system is the workers', and Redis and espeak-ng are this machine's
# own (apt install redis-server espeak-ng), with what they need; so it has to be of the same release, bookworm.
# Needs root and docker.
set -eu
cd "$(dirname "$0")/../.."
tag="$1"
workers="$(docker images --quiet --filter label=proofreel.image=environment | head -n 1)"
[ -n "$workers" ] || { echo "first: .venv/bin/proofreel sandbox build --without-registry" >&2; exit 1; }
work="$(mktemp -d "${TMPDIR:-/tmp}/proofreel-base.XXXXXX")"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
container="$(docker create "$workers" true)"
docker export "$container" | tar -xf - -C "$work" --exclude='dev/*' --exclude='opt/worker/*' \
    --exclude='usr/share/fonts/*' --exclude=.dockerenv
docker rm "$container" > /dev/null

# Programs of this machine, with the packages below them that the root file system lacks.
apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances redis-server espeak-ng | grep '^[a-z0-9]' | cut -d: -f1 | sort -u \
| while read -r package; do
    dpkg-query -L "$package" 2> /dev/null | grep -v -e ^/usr/share/doc -e ^/usr/share/man -e '^/\.$' \
    | while read -r path; do
        [ -d "$path" ] || [ -e "$work$path" ] || echo ".$path"
    done
done > "$work/copied"
tar -C / --no-recursion -cf - -T "$work/copied" | tar -C "$work" -xf - --keep-directory-symlink
rm "$work/copied"
chroot "$work" ldconfig
for program in redis-server espeak-ng; do
    chroot "$work" "$program" --version > /dev/null || { echo "apt install $program" >&2; exit 1; }
done

# The server's packages, for the Python of the release, to the patch: packages differ by it. Compiled, as no
# container can write: each of them would compile everything at each start.
mkdir -p "$work/opt/proofreel/bin"
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' > "$work/opt/proofreel/pyvenv.cfg"
ln -s /usr/bin/python3.11 "$work/opt/proofreel/bin/python"
site="$work/opt/proofreel/lib/python3.11/site-packages"
mkdir -p "$site"
version="$(chroot "$work" /usr/bin/python3 -c 'import platform; print(platform.python_version())')"
.venv/bin/uv pip install --quiet --python .venv/bin/python --python-version "$version" --target "$site" \
    --require-hashes --link-mode=copy --compile-bytecode -r requirements/server.txt >&2
.venv/bin/uv pip install --quiet --python .venv/bin/python --target "$site" --link-mode=copy pip >&2
rm -rf "$site/bin" "$site/.lock"
cp "$(readlink -f .venv/bin/weed)" "$work/usr/local/bin/weed"
rm -rf "$work"/var/lib/apt/lists/* "$work"/var/cache/apt
chmod 755 "$work"
tar -C "$work" --numeric-owner -c . | docker import - "$tag" >&2
