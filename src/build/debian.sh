# shellcheck shell=bash
# What the scripts that use Debian's packages share. They source this file.

# Prints why the script cannot continue, and ends it.
fail() {
    echo "$0: $*" >&2
    exit 2
}

# need COMMAND=PACKAGE...: ends the script with the names of all missing packages, unless every command exists.
need() {
    local entry missing=()
    for entry in "$@"; do
        command -v "${entry%%=*}" > /dev/null || missing+=("${entry#*=}")
    done
    [ ${#missing[@]} = 0 ] ||
        fail "Packages are missing. On Debian, install them with: apt-get install ${missing[*]}"
}

# The keys that sign Debian's packages.
keys=/usr/share/keyrings/debian-archive-keyring.gpg

# Ends the script unless the keys are installed.
need_keys() {
    [ -e "$keys" ] || fail "Debian's keys are missing. Install them with: apt-get install debian-archive-keyring"
}

# Prints the address of Debian's packages: DEBIAN_MIRROR, or the mirror that this machine's apt uses.
mirror() {
    local address=${DEBIAN_MIRROR:-}
    if [ -z "$address" ]; then
        # shellcheck disable=SC2016 # apt-get replaces these names.
        address=$(apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
            sed -n 's/^Debian main //p' | grep -v security | sort -u | head -n 1)
    fi
    [ -n "$address" ] ||
        fail "The apt of this machine uses no mirror of Debian. Set DEBIAN_MIRROR to the address of one," \
            "or run 'apt-get update' first."
    echo "$address"
}

# took FROM: prints the minutes since a value of SECONDS.
took() {
    echo "$(((SECONDS - $1 + 59) / 60)) min"
}
