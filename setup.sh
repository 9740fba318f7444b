#!/bin/sh
# Bring a checkout to where everything runs: system libraries, .venv, the web parts.
# Each step is skipped when what it reads has not changed since it last succeeded.
set -eu
cd "$(dirname "$0")"
python="${PYTHON:-python3}"
bin="$PWD/.venv/bin"
stamps=".venv/.setup"

say() { printf '%s\n' "proofreel: $*" >&2; }
stop() { say "$*"; exit 1; }

# system: cairo and pango with headers (manimpango and pycairo are compiled), a compiler, fonts, a voice

missing_libraries() {
    command -v cc > /dev/null && command -v pkg-config > /dev/null \
        && pkg-config --exists cairo pangocairo 2> /dev/null || return 0
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo > /dev/null; then sudo "$@"
    else stop "needs root for: $* — run it yourself, then 'make setup' again"
    fi
}

apt_packages="build-essential pkg-config libcairo2-dev libpango1.0-dev fontconfig fonts-noto-core espeak-ng"

install_system() {
    if command -v apt-get > /dev/null; then
        packages="$apt_packages"
        "$python" -c 'import ensurepip' 2> /dev/null || packages="$packages python3-venv"
        "$python" -c 'import sysconfig, pathlib, sys; sys.exit(not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").exists())' \
            || packages="$packages python3-dev"
        say "installing with apt-get (a minute or two): $packages"
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages > /dev/null
    elif command -v brew > /dev/null; then
        say "installing with brew: cairo pango pkg-config espeak-ng"
        brew install -q cairo pango pkg-config espeak-ng
    else
        stop "install a C compiler, pkg-config, and cairo and pango with their headers; then 'make setup' again"
    fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null \
    || stop "needs Python 3.11 or newer; '$python' is not. Try: make setup PYTHON=python3.12"
if missing_libraries || ! "$python" -c 'import ensurepip' 2> /dev/null; then
    install_system
fi

# Said before the long part, not after it: without isolation no scene is run.
if ! docker info > /dev/null 2>&1; then
    case "$(uname)" in
        Linux) { unshare -Urm true || unshare -m true; } 2> /dev/null \
            || say "warning: no Docker engine answers, and namespaces are closed here (a container, a chroot?): no scene will be run" ;;
        *) say "warning: no Docker engine answers: start Docker, or no scene will be run" ;;
    esac
fi

# environment

stamp_of() { cat "$@" 2> /dev/null | cksum | tr -d ' '; }
done_before() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
note() { mkdir -p "$stamps" && printf '%s' "$2" > "$stamps/$1"; }

if [ ! -x "$bin/python" ]; then
    say "making .venv"
    "$python" -m venv .venv
fi
stamp="$(stamp_of requirements/uv.txt requirements/dev.txt pyproject.toml)"
if ! done_before python "$stamp"; then
    say "installing Python packages (a minute or two)"
    "$bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
    "$bin/uv" pip install -q --python "$bin/python" --require-hashes --compile-bytecode -r requirements/dev.txt
    "$bin/uv" pip install -q --python "$bin/python" --no-deps --no-build-isolation -e .
    note python "$stamp"
fi

# web parts: Node comes in a wheel

PATH="$bin:$PATH"
export PATH

build() { # name, folder, result, command…
    name="$1" folder="$2" result="$3"
    shift 3
    stamp="$(find "$folder" -path '*/node_modules' -prune -o -path '*/files' -prune -o -type f -print | LC_ALL=C sort | xargs cat | cksum | tr -d ' ')"
    if done_before "$name" "$stamp" && [ -e "$result" ]; then return; fi
    say "building $name"
    (cd "$folder" && npm ci --silent --no-audit --no-fund && "$@" > /dev/null)
    note "$name" "$stamp"
}

build formulas render_sandbox/stage/math/bundle render_sandbox/stage/math/mathjax.js npm run --silent build
build typefaces render_sandbox/stage/lessonkit/fonts render_sandbox/stage/lessonkit/fonts/files npm run --silent build
build pages player server/web/index.html npm run --silent build
build convex convex convex/node_modules/.package-lock.json true
build bundle release/mcpb release/mcpb/node_modules/.package-lock.json true
build 'protocol tests' tests/mcp/node tests/mcp/node/node_modules/.package-lock.json true
if ! "$bin/python" -c 'from render_sandbox.stage.engine.native import build; build()' 2> /dev/null; then
    say "without the compiled painter: renders are correct, but slower"
fi
