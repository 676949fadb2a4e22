#!/bin/sh
# Installs Debian's Chromium where there is none: the tests of the report page and the README's picture need it.
# Ends with 0 only where a Chromium is there at the end.
set -u

present() {
  command -v "${CHROMIUM_PATH:-chromium}" 2>/dev/null
}

fail() {
  echo "install-chromium: $1" >&2
  exit 1
}

if path=$(present); then
  echo "Chromium is there: $path"
  exit 0
fi
[ -z "${CHROMIUM_PATH:-}" ] || fail "CHROMIUM_PATH names $CHROMIUM_PATH, which cannot be run; correct it or unset it."
command -v apt-get >/dev/null || fail "there is no apt-get here; install Chromium by hand and set CHROMIUM_PATH to it."
[ "$(id -u)" -eq 0 ] || fail "installing needs root; run: sudo sh scripts/install-chromium.sh"

export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null || fail "apt-get update failed; see its message above."
apt-get install -q -y --no-install-recommends chromium >/dev/null || fail "apt-get could not install chromium; see its message above."

path=$(present) || fail "apt-get installed chromium, but it is not on PATH."
echo "Chromium was installed: $path"
