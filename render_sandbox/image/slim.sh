#!/bin/sh
# Take from a root file system ($1, default /) what a worker never needs and what could raise its rights.
set -eu
root="${1:-/}"
root="${root%/}"
find "$root/" -xdev -perm /6000 -type f -exec chmod a-s {} +
rm -rf "$root"/usr/share/doc "$root"/usr/share/man "$root"/usr/share/locale "$root"/usr/share/info \
    "$root"/usr/share/lintian "$root"/var/cache/apt "$root"/var/lib/apt/lists "$root"/var/log/* "$root"/root/.cache
# dvisvgm lets TeX's PostScript specials write files wherever its Ghostscript can start.
rm -rf "$root"/usr/share/ghostscript "$root"/var/lib/ghostscript
rm -f "$root"/usr/bin/perl* "$root"/usr/bin/chfn "$root"/usr/bin/chsh "$root"/usr/bin/newgrp \
    "$root"/usr/bin/gpasswd "$root"/usr/bin/passwd "$root"/bin/su "$root"/bin/mount "$root"/bin/umount
