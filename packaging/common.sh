# SPDX-License-Identifier: Apache-2.0
# Sourced by run and test.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(
  build-essential cmake ninja-build qt6-base-dev qt6-tools-dev qt6-l10n-tools
  qt6-translations-l10n qt6-svg-dev libyaml-dev pkgconf nlohmann-json3-dev libexpected-dev
  libarchive-dev qtkeychain-qt6-dev libssl-dev fonts-dejavu-core
)
# Debian 12 has the plug-in that draws SVG icons in libqt6svg6, later ones in a package of its own.
grep -qsE 'CODENAME="?(bookworm|noble)' /etc/os-release || build_packages+=(qt6-svg-plugins)
test_packages=(
  xvfb openbox xdotool x11-utils yamllint git ca-certificates python3 desktop-file-utils
  appstream shared-mime-info man-db dpkg-dev file dbus-daemon gnome-keyring gcr libsecret-1-0
  libsecret-tools strace openssl ccache
)
# Either builds images, each in ways of its own.
image_packages=(buildah podman)
# The sanitizers are clang's: it takes a third of the time of GCC for them.
clang_packages=(clang clang-tidy clazy libclang-rt-dev llvm)

say() { printf '\n== %s\n' "$*"; }

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# as_root COMMAND…: with sudo where that is needed; a password is asked for only at a terminal.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && [ -t 0 ]; then
    sudo "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=600 \
    -o Dpkg::Use-Pty=0 "$@"
}

# need_packages PACKAGE…: installs those that are missing.
need_packages() {
  command -v dpkg-query >/dev/null ||
    die "This is not a Debian, so the packages cannot be installed from here." \
      "Please install what Debian calls: $*"
  local missing=() package
  for package; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing ${missing[*]}"
  if ! { apt update && apt install --no-install-recommends "${missing[@]}"; }; then
    die "Could not install: ${missing[*]}" "As an administrator, please run:" \
      "  apt-get update && apt-get install ${missing[*]}"
  fi
}

# Prints a Go that can build what the tests need. Go 1.21 and later fetch the version that a module
# asks for by themselves; an older one can at least fetch a newer Go as a module.
find_go() {
  command -v go >/dev/null || need_packages golang-go >&2
  local minor
  minor=$(go env GOVERSION | sed -nE 's/^go1\.([0-9]+).*/\1/p')
  if [ "${minor:-0}" -ge 21 ]; then
    command -v go
    return
  fi
  local toolchain folder
  toolchain=golang.org/toolchain@v0.0.1-go1.26.0.$(go env GOOS)-$(go env GOARCH)
  folder=$(cd / && go mod download -json "$toolchain" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  [ -n "$folder" ] || return 1
  # A module's files are never executable.
  chmod +x "$folder"/bin/* "$folder"/pkg/tool/*/* || return 1
  echo "$folder/bin/go"
}
