#!/bin/sh
# Susun CSS, JavaScript, sprite ikon, dan berkas vendor web. Hanya untuk pengembang.
#   tools/css.sh          susun dan tulis ke src/kentongan/web/static/web/
#   tools/css.sh --check  susun ke folder sementara; gagal bila berkas tersimpan berbeda
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC3013 # dash and busybox know -nt
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund
fi
exec node tools/css.mjs "$@"
