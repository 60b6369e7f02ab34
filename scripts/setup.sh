#!/bin/sh
# Finds HDF5, or brings it, and writes .tools/config.mk, which tells the Makefile how to call cargo.
#
#   1. A system HDF5, looked for where the build script of hdf5-metno-sys looks for it.
#   2. If there is none: installed with apt-get, dnf or brew (with sudo when not root).
#   3. If that fails, or the one found does not serve: the HDF5 bundled with the crate,
#      built from source, for which a recent cmake is needed (pip brings it if there is none).
#
# Environment: SVSDE_HDF5=system allows only 1 and 2, SVSDE_HDF5=static only 3;
# DRY_RUN=1 names the first thing that would be installed, and stops with an error.
set -eu
cd "$(dirname "$0")/.."
tools=$PWD/.tools
mkdir -p "$tools"

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
run() {
    say "running: $*"
    [ -z "${DRY_RUN-}" ] || die "stopped there, since DRY_RUN is set"
    "$@" >&2
}

# --- 1. A system HDF5 ------------------------------------------------------------------------

has_headers() { [ -f "$1/H5pubconf.h" ] || [ -f "$1/H5pubconf-64.h" ]; }

# Sets $inc to the folder of the headers (empty if there is none) and $lib to that of the library.
find_hdf5() {
    inc='' lib=''
    if [ -n "${HDF5_DIR-}" ]; then
        inc=$HDF5_DIR/include lib=$HDF5_DIR/lib
        return
    fi
    if [ "$(uname)" = Darwin ]; then
        for formula in hdf5@1.12 hdf5@1.14 hdf5@2.0 hdf5@2.1 hdf5@2.2 hdf5@1.10 hdf5@1.8 hdf5-mpi hdf5; do
            prefix=$(brew --prefix "$formula" 2>/dev/null) || continue
            if has_headers "$prefix/include"; then
                inc=$prefix/include lib=$prefix/lib
                return
            fi
        done
        return
    fi
    export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
    for flag in $("${PKG_CONFIG:-pkg-config}" --cflags --libs hdf5 2>/dev/null || pkgconf --cflags --libs hdf5 2>/dev/null); do
        case $flag in
            -I*) if [ -z "$inc" ] && has_headers "${flag#-I}"; then inc=${flag#-I}; fi ;;
            -L*) lib=${lib:-${flag#-L}} ;;
        esac
    done
    [ -z "$inc" ] || return 0
    for pair in /usr/include/hdf5/serial:/usr/lib/x86_64-linux-gnu/hdf5/serial \
        /usr/include:/usr/lib/x86_64-linux-gnu /usr/include:/usr/lib64; do
        inc=${pair%:*} lib=${pair#*:}
        if has_headers "$inc" && [ -e "$lib/libhdf5.so" ]; then return; fi
    done
    inc='' lib=''
}

# Whether the HDF5 found serves: if not, $why says so; if so, $rpath is the linker flag it needs, if any.
serves() {
    has_headers "$inc" || { why="no headers in $inc"; return 1; }
    header=$inc/H5pubconf.h
    [ -f "$header" ] || header=$inc/H5pubconf-64.h
    version=$(sed -n 's/^#define[[:space:]]*H5_VERSION[[:space:]]*"\(.*\)".*/\1/p' "$header")
    case $version in
        1.8.[4-9]* | 1.8.[12][0-9]* | 1.10.* | 1.12.* | 1.14.* | 2.*) ;;
        *) why="version '$version' of $inc is not supported"; return 1 ;;
    esac
    if grep -q '^#define[[:space:]]*H5_HAVE_PARALLEL[[:space:]]*1' "$header"; then
        why="HDF5 in $inc is a parallel (MPI) build"
        return 1
    fi
    cat >"$tools/check.c" <<'END'
#include <hdf5.h>
int main(void) {
    unsigned a, b, c;
    return H5get_libversion(&a, &b, &c) < 0 || a != H5_VERS_MAJOR || b != H5_VERS_MINOR || c != H5_VERS_RELEASE;
}
END
    for rpath in '' "-Wl,-rpath,$lib"; do
        if "${CC:-cc}" -I"$inc" "$tools/check.c" -o "$tools/check" -L"$lib" ${rpath:+"$rpath"} -lhdf5 >/dev/null 2>&1 &&
            "$tools/check" >/dev/null 2>&1; then
            rm -f "$tools/check" "$tools/check.c"
            return 0
        fi
    done
    rm -f "$tools/check" "$tools/check.c"
    why="a test program with the HDF5 of $inc and $lib does not link or run"
    return 1
}

# --- 2. Package managers ---------------------------------------------------------------------

# packages APT DNF BREW: installs the packages of whichever manager there is.
# shellcheck disable=SC2086 # the words of $sudo and of the package lists are meant to be split
packages() {
    root='' sudo=''
    if [ "$(id -u)" = 0 ]; then
        root=yes
    elif have sudo; then
        root=yes
        if [ -t 0 ]; then sudo=sudo; else sudo='sudo -n'; fi
    fi
    if [ -n "$root" ] && have apt-get; then
        # The update may fail (one dead mirror is enough) where the installation does not.
        install='apt-get install -qq --no-install-recommends -o DPkg::Lock::Timeout=300'
        run $sudo sh -c "apt-get update -qq; DEBIAN_FRONTEND=noninteractive $install $1"
    elif [ -n "$root" ] && have dnf; then
        run $sudo dnf install -y $2
    elif have brew; then
        run brew install $3
    else
        say "cannot install $1: no apt-get, dnf or brew that this user may run"
        return 1
    fi
}

# --- 3. A cmake for the bundled HDF5 ---------------------------------------------------------

# HDF5 2.x asks for cmake 3.26.
is_recent_cmake() {
    version=$("$1" --version 2>/dev/null | sed -n '1s/^cmake version \([0-9]*\.[0-9]*\).*/\1/p')
    [ -n "$version" ] || return 1
    [ "${version%.*}" -gt 3 ] || { [ "${version%.*}" -eq 3 ] && [ "${version#*.}" -ge 26 ]; }
}

# Sets $pip to a command that runs pip, from a virtual environment if Python comes without it.
find_pip() {
    pip='python3 -m pip'
    $pip --version >/dev/null 2>&1 && return
    python3 -m venv "$tools/venv" >/dev/null 2>&1 || return 1
    pip="$tools/venv/bin/python -m pip"
    $pip --version >/dev/null 2>&1
}

# Sets $cmake to the path of a cmake that is recent enough.
find_cmake() {
    cmake=$(command -v cmake) && is_recent_cmake "$cmake" && return
    cmake=$tools/pip/cmake/data/bin/cmake
    is_recent_cmake "$cmake"
}

bring_cmake() {
    find_cmake && return
    say "building HDF5 needs cmake 3.26 or newer, which is not on PATH: pip puts one into .tools/pip"
    if ! find_pip; then
        packages python3-pip python3-pip cmake || true
        find_cmake && return
        find_pip || die "no pip: install HDF5 with its headers, cmake 3.26 or newer, or pip, and try again"
    fi
    # shellcheck disable=SC2086
    run env PIP_USER=0 PIP_ROOT_USER_ACTION=ignore $pip install --quiet --upgrade --target "$tools/pip" 'cmake>=3.26,<5' || true
    find_cmake || die "pip brought no cmake that runs: install cmake 3.26 or newer and try again"
}

# --- The decision ----------------------------------------------------------------------------

choice=${SVSDE_HDF5-}
case $choice in
    '' | system | static) ;;
    *) die "SVSDE_HDF5 is '$choice'; it may be 'system', 'static' or unset" ;;
esac

given="$choice:${HDF5_DIR-}"
cargo=''
if [ -n "${HDF5_DIR-}" ] && { [ "$choice" = static ] || ! { find_hdf5 && serves; }; }; then
    [ "$choice" = static ] || say "ignoring HDF5_DIR=$HDF5_DIR: $why"
    unset HDF5_DIR
    cargo='-u HDF5_DIR '
fi

use=static
if [ "$choice" != static ]; then
    find_hdf5
    if [ -z "$inc" ]; then
        say "no HDF5 headers found (SVSDE_HDF5=static builds HDF5 and installs nothing on the system)"
        if packages 'libhdf5-dev pkg-config' hdf5-devel hdf5; then find_hdf5; fi
        [ -n "$inc" ] || why='the HDF5 headers could not be installed'
    fi
    if [ -n "$inc" ] && serves; then
        use=system
    elif [ "$choice" = system ]; then
        die "$why (SVSDE_HDF5=system was asked for)"
    else
        say "$why"
    fi
fi

if [ $use = system ]; then
    say "HDF5 $version in $inc"
    needs=$header features=''
    if [ -n "$rpath" ]; then # programs and doctests
        for flags in RUSTFLAGS RUSTDOCFLAGS; do cargo="$cargo$flags=\"\$\$$flags -C link-arg=$rpath\" "; done
    fi
else
    bring_cmake
    say "HDF5 will be built from source, once (a few minutes), with $cmake"
    needs=$cmake features='--features static-hdf5'
    cargo="${cargo}PATH=\"${cmake%/*}:\$\$PATH\" "
fi

cat >"$tools/config.mk" <<END
# Written by scripts/setup.sh. Delete it to have the machine looked at again.
SETUP_FOR := $given
SETUP_NEEDS := ${needs#"$PWD"/}
FEATURES := $features
cargo := ${cargo:+env $cargo}cargo
END
