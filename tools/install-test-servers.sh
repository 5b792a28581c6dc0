#!/bin/bash
# Installs what the tests against real servers need: Debian packages (as root) and two npm packages
# (in a cache of the person who runs the tests). Safe to run again: a complete machine takes a second.
#
#   sudo tools/install-test-servers.sh     everything
#   tools/install-test-servers.sh          everything, where the Debian packages are there already
#   tools/install-test-servers.sh --check  says what is missing, changes nothing, exits 1 if so
#
# No service is started, none is left enabled, and no server writes outside of its temporary directory.
# Exit: 0 done, 1 something is missing (--check) or failed, 3 must be run as root (says how).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
servers="$here/tests/servers"
cache="${KENTONGAN_CACHE:-${HOME:?}/.cache/kentongan}"
backports=/etc/apt/sources.list.d/kentongan-backports.sources
policy=/usr/sbin/policy-rc.d
mode="${1:-all}"

say() { printf '%s\n' "$*" >&2; }

os_value() { (. /etc/os-release && printf '%s' "${!1:-}"); }

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# ------------------------------------------------------------------------------- Debian packages

has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }

wanted_packages() {
  # php-cgi and php satisfy wordpress without Apache or a service; nginx-light satisfies "httpd".
  printf '%s\n' ca-certificates python3 make g++ \
    postgresql mariadb-server nginx-light redis-server shellcheck snac2 \
    php-cli php-cgi php php-mysql php-xml php-gd php-mbstring wordpress wordpress-theme-twentytwentythree \
    tesseract-ocr tesseract-ocr-ind ffmpeg clamav-daemon
  if [ "$(os_value ID)" != ubuntu ]; then
    echo chromium-headless-shell
  elif ! has_chromium; then # Ubuntu's is a snap: Playwright brings its own (tools/tests.py), which needs these
    printf '%s\n' libasound2t64 libatk-bridge2.0-0t64 libatk1.0-0t64 libatspi2.0-0t64 libcairo2 libcups2t64 \
      libdbus-1-3 libdrm2 libgbm1 libglib2.0-0t64 libnspr4 libnss3 libpango-1.0-0 libx11-6 libxcb1 libxcomposite1 \
      libxdamage1 libxext6 libxfixes3 libxkbcommon0 libxrandr2
  fi
  if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then echo python3-venv; fi # so that one command is enough
  if ! command -v node >/dev/null; then echo nodejs; fi
  if ! command -v npm >/dev/null; then echo npm; fi
  if [ ! -e /usr/include/node/node.h ] && [ ! -e /usr/include/nodejs/src/node.h ]; then echo libnode-dev; fi
}

# Debian renames some of these between releases: the first name that is installed or known to apt.
alternatives() {
  case "$1" in
  snac2) echo snac2 snac ;;
  nginx-light) echo nginx-light nginx ;;
  wordpress-theme-twentytwentythree)
    echo wordpress-theme-twentytwentythree wordpress-theme-twentytwentyfour wordpress-theme-twentytwentyfive ;;
  *) echo "$1" ;;
  esac
}

missing_packages() {
  local package name
  for package in $(wanted_packages); do
    for name in $(alternatives "$package"); do
      if installed "$name"; then continue 2; fi
    done
    echo "$package"
  done
}

known_to_apt() { [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

# Adds <release>-backports of the very mirror that this machine uses, for the servers that only backports has.
# Backports never upgrade anything by themselves: apt gives them a priority of 100.
add_backports() {
  local codename keyring uri
  codename=$(os_value VERSION_CODENAME)
  uri=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$codename" '$2 == release && $3 == "main" { print $1; exit }')
  if [ -z "$uri" ]; then
    say "No apt source of $codename main found: cannot derive the address of $codename-backports."
    return 1
  fi
  keyring=/usr/share/keyrings/$(os_value ID)-archive-keyring.gpg
  {
    printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main' "$uri" "$codename"
    if [ "$(os_value ID)" = ubuntu ]; then printf ' universe'; fi
    printf '\n'
    if [ -e "$keyring" ]; then printf 'Signed-By: %s\n' "$keyring"; fi
  } >"$backports"
  apt-get update -qq
}

# While packages are configured, invoke-rc.d asks this file; 101 means: do not start anything.
forbid_starting_services() {
  if [ -x "$policy" ] && [ "$("$policy" nginx start >/dev/null 2>&1; echo $?)" = 101 ]; then return; fi
  if [ -e "$policy" ]; then mv "$policy" "$policy.kentongan-saved"; fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap allow_starting_services EXIT
}

allow_starting_services() {
  rm -f "$policy"
  if [ -e "$policy.kentongan-saved" ]; then mv "$policy.kentongan-saved" "$policy"; fi
}

install_packages() {
  local -a chosen=() new_services=()
  local package name service missing
  missing=$(missing_packages)
  if [ -z "$missing" ]; then return; fi
  for service in mariadb nginx postgresql redis-server snac2 clamav-daemon clamav-freshclam; do
    if ! installed "${service}-server" && ! installed "$service"; then new_services+=("$service.service"); fi
  done
  if ! installed clamav-daemon; then new_services+=(clamav-daemon.socket); fi # it would start the scanner again
  if ! known_to_apt nginx || ! known_to_apt mariadb-server; then apt-get update -qq; fi
  if ! installed snac2 && ! known_to_apt snac2 && ! known_to_apt snac; then
    add_backports || rm -f "$backports"
  fi
  for package in $missing; do
    for name in $(alternatives "$package"); do
      if known_to_apt "$name"; then
        chosen+=("$name")
        continue 2
      fi
    done
    say "apt knows no package $package (tried: $(alternatives "$package"))."
    say "Check that main (on Ubuntu universe, too) and backports of this release are among the apt sources," \
      "then run this again."
    return 1
  done
  say "Installing: ${chosen[*]}"
  forbid_starting_services
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends "${chosen[@]}" >&2
  # What was not on this machine before must not come up at the next boot either.
  if [ ${#new_services[@]} -gt 0 ] && command -v systemctl >/dev/null; then
    systemctl disable --quiet "${new_services[@]}" >/dev/null 2>&1 || true
  fi
}

# --------------------------------------------------------------------------------- npm packages

npm_target() { printf '%s/%s-%s' "$cache" "$1" "$(sha256sum "$servers/$1/package-lock.json" | cut -c1-16)"; }

install_npm() {
  local name="$1" target partial
  target=$(npm_target "$name")
  if [ -e "$target/complete" ]; then return; fi
  say "Installing npm packages of tests/servers/$name into $target"
  mkdir -p "$cache"
  partial=$(mktemp -d "$target.partial-XXXXXX")
  cp "$servers/$name/package.json" "$servers/$name/package-lock.json" "$partial/"
  # nodedir: build native modules with the headers of the installed Node instead of downloading some.
  if ! (cd "$partial" && npm_config_nodedir=/usr npm ci --no-audit --no-fund --loglevel=error >&2); then
    rm -rf "$partial"
    say "npm ci failed for tests/servers/$name."
    return 1
  fi
  touch "$partial/complete"
  if ! mv -T "$partial" "$target" 2>/dev/null; then rm -rf "$partial"; fi # somebody else was faster
  [ -e "$target/complete" ]
}

npm_part() {
  local name
  for name in atproto browser; do install_npm "$name"; done
}

# ----------------------------------------------------------------------------------------- main

check() {
  local name missing problems=0
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    say "Missing Debian packages: $(echo $missing)"
    problems=1
  fi
  for name in atproto browser; do
    if [ ! -e "$(npm_target "$name")/complete" ]; then
      say "Missing npm packages: $(npm_target "$name")"
      problems=1
    fi
  done
  return $problems
}

case "$mode" in
--check)
  check
  exit
  ;;
--npm-only)
  npm_part
  exit
  ;;
all) ;;
*)
  say "Unknown argument: $mode (known: --check, --npm-only)"
  exit 1
  ;;
esac

if ! command -v dpkg-query >/dev/null; then
  say "This script knows Debian and Ubuntu only. On another system install: $(wanted_packages | xargs)"
  exit 1
fi
if [ "$(id -u)" != 0 ] && [ -n "$(missing_packages)" ]; then
  say "Debian packages are missing: $(missing_packages | xargs)"
  say "Run: sudo $here/tools/install-test-servers.sh"
  exit 3
fi
if [ "$(id -u)" = 0 ]; then install_packages; fi
# The cache belongs to the person who runs the tests, not to root.
if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] && [ -z "${KENTONGAN_CACHE:-}" ]; then
  runuser -u "$SUDO_USER" -- env HOME="$(getent passwd "$SUDO_USER" | cut -d: -f6)" \
    "$here/tools/install-test-servers.sh" --npm-only
else
  npm_part
fi
if [ "$(os_value ID)" = ubuntu ] && ! has_chromium; then
  say "Ubuntu has Chromium as a snap only: ./kentongan test fetches Playwright's own."
fi
say "Ready: servers for the tests are installed."
