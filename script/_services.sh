# Sourced by script/test: finds or installs the programs that tests need, and runs a private PostgreSQL.

missing_tools() {
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo chromium
  command -v pdftotext >/dev/null || echo poppler-utils
  command -v zbarimg >/dev/null || echo zbar-tools
  command -v java >/dev/null || echo default-jre-headless # Spark runs on it
  [ -n "$(postgres_bin)" ] || echo postgresql
}

# Where initdb and pg_ctl are (Debian keeps them out of PATH), or nothing.
postgres_bin() {
  local folder
  for folder in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
    if [ -x "$folder/initdb" ]; then
      echo "$folder"
      return
    fi
  done
}

need_tools() {
  local missing as_root=()
  missing="$(missing_tools)"
  [ -z "$missing" ] && return
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing for the tests:" $missing >&2
    "${as_root[@]}" apt-get update -qq >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends $missing >/dev/null
  fi
  missing="$(missing_tools)"
  if [ -n "$missing" ]; then
    echo "These programs are missing and could not be installed here:" $missing >&2
    exit 3
  fi
}

# PostgreSQL refuses to run as root, so root runs it as an ordinary account.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u "$POSTGRES_OWNER" -- "$@"
  else
    "$@"
  fi
}

start_postgres() {
  local bin
  bin="$(postgres_bin)"
  POSTGRES_OWNER="$(getent passwd postgres >/dev/null && echo postgres || echo nobody)"
  POSTGRES_DIR="$(mktemp -d)"
  [ "$(id -u)" = 0 ] && chown "$POSTGRES_OWNER" "$POSTGRES_DIR"
  as_postgres "$bin/initdb" --pgdata="$POSTGRES_DIR/data" --username=haidang --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync >/dev/null
  # Only a socket in a private folder: no port that another server might hold. Durability is tested by killing the
  # application, not by cutting the power, so fsync may be off. Nor may autovacuum run: between
  # two tests, which roll back, it finds every table empty, and the planner then reads large ones row by row.
  as_postgres "$bin/pg_ctl" --pgdata="$POSTGRES_DIR/data" --wait --log="$POSTGRES_DIR/log" \
    --options="-c listen_addresses='' -c unix_socket_directories='$POSTGRES_DIR' -c max_connections=60 \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c autovacuum=off" start >/dev/null
  POSTGRES_URL="postgresql://haidang@/postgres?host=$POSTGRES_DIR"
  export POSTGRES_URL
}

stop_postgres() {
  if [ -n "${POSTGRES_DIR:-}" ]; then
    as_postgres "$(postgres_bin)/pg_ctl" --pgdata="$POSTGRES_DIR/data" --mode=immediate stop >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_DIR"
    POSTGRES_DIR=""
  fi
}
