#!/bin/sh
# Installs the calendar programs that the tests drive: from Debian when root may, from npm here.
# What cannot be installed is said, and left out by the tests in so many words.
set -u
folder=$1
here=$(dirname "$0")

wanted() { # programs → the Debian packages that lack
  command -v thunderbird >/dev/null || echo thunderbird
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  /usr/bin/python3 -c 'import gi; gi.require_version("ICalGLib", "3.0")' 2>/dev/null ||
    echo python3-gi gir1.2-ical-3.0
}

packages=$(wanted | tr '\n' ' ')
if [ -n "$packages" ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installation : $packages(Debian, 100 Mo environ)…"
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null ||
      echo "Debian ne les a pas tous donnés."
  else
    echo "Il manque : $packages; sous Debian, en root : apt-get install $packages"
  fi
fi

if command -v npm >/dev/null && ! cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then
  mkdir -p "$folder"
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent) ||
    { rm -rf "$folder"; echo "npm n’a pas installé ical.js."; }
fi
