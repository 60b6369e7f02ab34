#!/bin/sh
# Executes the notebooks: `sh scripts/notebooks.sh [--check] [notebooks/NAME.ipynb ...]`, see scripts/notebooks.py.
#
# The packages of notebooks/requirements.txt are brought into .tools/notebooks, once:
#
#   1. into a virtual environment, by venv or virtualenv;
#   2. where there is neither, venv is installed with apt-get, if this user is root;
#   3. else into a folder, by pip --target.
#
# Environment: SVSDE, the program (target/release/svsde); SVSDE_PRESET=full for smaller errors; PYTHON, 3.9 or newer (python3).
set -eu
cd "$(dirname "$0")/.."
tools=$PWD/.tools/notebooks
python=${PYTHON:-python3}

say() { printf 'notebooks: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Makes a virtual environment that has pip; a failed attempt leaves nothing behind.
environment() {
    for maker in venv virtualenv; do
        if "$python" -m "$maker" "$tools" >/dev/null 2>&1 && "$tools/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
        rm -rf "$tools"
    done
    return 1
}

bring_venv() {
    [ "$(id -u)" = 0 ] && have apt-get || return 1
    say "python3 -m venv does not work: apt-get brings python3-venv"
    apt-get update -qq >&2 || true # one dead mirror is enough for it to fail where the installation does not
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends -o DPkg::Lock::Timeout=300 python3-venv >&2
}

install() {
    say "bringing the packages of notebooks/requirements.txt into .tools/notebooks"
    rm -rf "$tools"
    export PIP_USER=0 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1
    if environment || { bring_venv && environment; }; then
        "$tools/bin/python" -m pip install --quiet -r notebooks/requirements.txt >&2
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip install --quiet --target "$tools" -r notebooks/requirements.txt >&2
    else
        return 1
    fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null || die "$python is not Python 3.9 or newer: set PYTHON to one that is"

# The stamp says for which requirements and which Python the packages are.
wanted=$("$python" -V; cat notebooks/requirements.txt)
if [ "$wanted" != "$(cat "$tools/stamp" 2>/dev/null)" ]; then
    install || die "no packages: install venv (python3-venv) or pip for $python, look whether PyPI can be reached, and try again"
    printf '%s\n' "$wanted" >"$tools/stamp"
fi

if [ -x "$tools/bin/python" ]; then
    python=$tools/bin/python
else
    export PYTHONPATH="$tools${PYTHONPATH:+:$PYTHONPATH}"
fi
export JUPYTER_PATH="$tools/share/jupyter" MPLCONFIGDIR="$tools/matplotlib" # the kernel of these packages, and no other
exec "$python" scripts/notebooks.py "$@"
