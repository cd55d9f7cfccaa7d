# Sourced by the other scripts: makes the project's environment from the lock files, once per change of a lock.
# Sets ROOT and PYTHON. Needs bash, Python 3.11 or newer and a package index as pip is configured for it.
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export HAIDANG_HOME="${HAIDANG_HOME:-$ROOT/var}"
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
PYTHON="$ROOT/.venv/bin/python"

find_python() {
  local candidate
  for candidate in "${HAIDANG_PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  echo "Hải Đăng needs Python 3.11 or newer with the venv module (Debian: apt-get install python3-venv)." >&2
  exit 1
}

# environment NAME: installs requirements/NAME.txt with hash checking, unless this very lock is installed already.
environment() {
  local lock="$ROOT/requirements/$1.txt" mark
  mark="$ROOT/.venv/.installed-$1-$(cat "$lock" "$ROOT/pyproject.toml" | cksum | tr -d ' ')"
  if [ -e "$mark" ]; then return; fi
  # Two commands may start on an empty checkout at the same moment: one makes the environment, the other waits.
  exec 9>"$ROOT/.venv.lock"
  flock 9 2>/dev/null || true
  if [ ! -e "$mark" ]; then
    [ -x "$PYTHON" ] || "$(find_python)" -m venv "$ROOT/.venv"
    echo "Installing the project's environment ($1)…" >&2
    "$PYTHON" -m pip install --quiet --require-hashes --requirement "$lock" >&2
    # The checkout itself by a path file: an editable install would fetch a build backend outside the lock.
    echo "$ROOT/src" >"$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/haidang.pth"
    touch "$mark"
  fi
  exec 9>&-
}
