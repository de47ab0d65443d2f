#!/usr/bin/env bash
# Installs the programs that Moot is measured beside, from Debian's packages. Does nothing where they are there. Starts no service.
set -euo pipefail

packages=(
  mediawiki mediawiki-classes php-fpm php-cli php-sqlite3 php-pgsql php-apcu php-intl php-mbstring php-xml php-curl
  nginx-light postgresql-15 fossil git p7zip-full diffutils
)

missing=()
for package in "${packages[@]}"; do
  [[ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" == "install ok installed" ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ! command -v apt-get >/dev/null; then
  echo "peers: there is no apt-get here. This comparison needs Debian 12 with these packages: ${missing[*]}" >&2
  exit 1
fi
if ((EUID != 0)); then
  echo "peers: these Debian packages are missing, and only root can install them. Run as root: apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

# Without this Debian would start a web server, PHP and PostgreSQL at once, on everybody's ports.
policy=/usr/sbin/policy-rc.d
if [[ ! -e "$policy" ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

echo "peers: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
