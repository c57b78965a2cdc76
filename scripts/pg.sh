#!/bin/sh
# A throwaway PostgreSQL for tests: no TCP port, a Unix socket in DIR, never as root.
#   scripts/pg.sh start DIR   prints the DATABASE_URL
#   scripts/pg.sh stop DIR
# Nothing survives a power cut (no fsync): never point a real instance at it.
set -eu

bin=""
for candidate in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
  [ -x "$candidate/initdb" ] && bin=$candidate
done
[ -n "$bin" ] || ! command -v initdb >/dev/null 2>&1 || bin=$(dirname "$(command -v initdb)")
if [ -z "$bin" ]; then
  echo "PostgreSQL manque. Debian, Ubuntu : sudo apt-get install -y --no-install-recommends postgresql" >&2
  exit 1
fi

[ $# -eq 2 ] || { echo "usage: $0 start|stop DIR" >&2; exit 2; }
dir=$2
as=""
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups env HOME=$dir"
fi

case $1 in
  start)
    mkdir -p "$dir"
    [ -z "$as" ] || chown "$user" "$dir"
    chmod 755 "$dir"
    cd "$dir"
    [ -f "$dir/data/PG_VERSION" ] || $as "$bin/initdb" -D "$dir/data" -U possibles -A trust \
      -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log"
    $as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses='' \
      -c unix_socket_directories=$dir -c fsync=off -c synchronous_commit=off \
      -c full_page_writes=off" start >/dev/null
    echo "postgres://possibles@/postgres?host=$dir"
    ;;
  stop)
    cd "$dir"
    $as "$bin/pg_ctl" -D "$dir/data" -m fast stop >/dev/null
    ;;
  *) echo "usage: $0 start|stop DIR" >&2; exit 2 ;;
esac
