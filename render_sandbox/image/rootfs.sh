#!/bin/sh
# Make the worker's environment image on a Debian machine that reaches no image registry:
# a root file system by mmdebstrap, the Python packages by uv, and `docker import`.
#
#   [LATEX=1] rootfs.sh TAG [CACHE_FOLDER]
#
# Needs root, mmdebstrap, uv, docker, a C compiler with the headers of cairo and pango, and a Python of
# the release's own version (bookworm: 3.11). The root file system is cached by its package list.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
tag="$1"
cache="${2:-${XDG_CACHE_HOME:-$HOME/.cache}/proofreel/rootfs}"
release=bookworm
version=3.11
python="${PYTHON:-$(command -v python3)}"
requirements="$here/../../requirements/worker.txt"
[ -f "$requirements" ] || requirements="$here/../worker-requirements.txt"

"$python" -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" || {
    echo "rootfs.sh needs Python $version, the one in $release; set PYTHON" >&2
    exit 1
}
mkdir -p "$cache"
packages="$(cat "$here/packages.txt" ${LATEX:+"$here/packages-latex.txt"})"
key="$({ echo "$packages"; cat "$here/rootfs.sh"; } | sha256sum | cut -c1-12)"
system="$cache/system-$key.tar"
if [ ! -f "$system" ]; then
    mmdebstrap --quiet --variant=minbase --include="$(echo "$packages" | paste -sd,)" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$release" "$system.part.tar" >&2
    mv "$system.part.tar" "$system"
fi
work="$(mktemp -d "${TMPDIR:-/tmp}/proofreel-rootfs.XXXXXX")"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
site="$work/opt/worker/lib/python$version/site-packages"
mkdir -p "$site" "$work/opt/worker/bin"
printf 'home = /usr/bin\ninclude-system-site-packages = false\n' > "$work/opt/worker/pyvenv.cfg"
ln -s /usr/bin/python$version "$work/opt/worker/bin/python"
uv pip install --quiet --python "$python" --target "$site" --require-hashes --compile-bytecode \
    --link-mode=copy -r "$requirements" >&2
rm -rf "$site/bin" "$site/.lock"
tar -xf "$system" -C "$work" --exclude='./dev/*'
"$here/slim.sh" "$work"
chroot "$work" fc-cache --system-only --really-force
chmod 755 "$work"
tar -C "$work" --numeric-owner -c . | docker import \
    --change 'LABEL proofreel.image=environment' --change "LABEL proofreel.environment=${tag##*:}" - "$tag" >&2
