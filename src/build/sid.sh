#!/usr/bin/env bash
# Runs the library's tests, its consumers and the guide on the JDKs, and the C tests with the compilers, of Debian sid,
# which are newer than those of most machines:
#
#   src/build/sid.sh [VERSION...] [options of mvn]
#
# A VERSION is that of a JDK, such as 27. Without one, every JDK newer than 25 is tested. The C tests run with sid's gcc
# and clang.
#
# The script needs debootstrap and root. It sets sid up in target/sid, which takes 2.5 GB, through the mirror that this
# machine's apt uses, and updates it in later runs. The sources are copied there, with changes that are not committed.
# Of this machine, sid sees only the local Maven repository, which it changes as any other build does.
set -euo pipefail
cd "$(dirname "$0")/../.."
. src/build/debian.sh

[ "$(id -u)" = 0 ] || fail "This script must be run as root, because it changes the root directory of processes."
need apt-get=apt debootstrap=debootstrap git=git unshare=util-linux mount=mount pivot_root=util-linux
need_keys

versions=()
while [[ ${1:-} =~ ^[0-9]+$ ]]; do
    versions+=("$1")
    shift
done
repository=$HOME/.m2/repository
for option in "$@"; do
    [[ $option != -Dmaven.repo.local=* ]] || repository=$(realpath -m "${option#*=}")
done
root=$PWD/target/sid
sources=/downcall

# Runs a command in sid. The mounts are visible to it only, and end with it. Its root directory is changed by pivot_root,
# because Linux lets nobody create a user namespace after chroot, which a test does.
in_sid() {
    mkdir -p "$repository" "$root$repository"
    # shellcheck disable=SC2016 # The inner shells replace these names.
    unshare --mount --pid --fork --kill-child bash -euc '
        root=$1 repository=$2
        shift 2
        mount --bind "$root" "$root"
        cd "$root"
        mount -t proc proc proc
        mount --rbind /sys sys
        mount --rbind /dev dev
        mount --bind "$repository" ".$repository"
        pivot_root . mnt
        exec env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
            chroot . sh -euc "umount -l /mnt; cd /; exec \"\$@\"" sh "$@"
    ' bash "$root" "$repository" "$@"
}

# Sets sid up, with the settings for downloads and the certificates of this machine.
set_up() {
    local address
    address=$(mirror)
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --force-check-gpg --keyring="$keys" sid "$root" "$address" ||
        fail "debootstrap cannot set up sid from the mirror of Debian. Its log is $root/debootstrap/debootstrap.log."
    cp /etc/hosts /etc/resolv.conf "$root/etc/"
    apt-config dump --format '%F "%v";%n' Acquire | grep -E '^Acquire::(http|https|Check)' \
        > "$root/etc/apt/apt.conf.d/90this-machine" || true
    if [ -d /usr/local/share/ca-certificates ]; then
        mkdir -p "$root/usr/local/share"
        cp -r /usr/local/share/ca-certificates "$root/usr/local/share/"
    fi
    touch "$root/.complete"
}

# Installs the JDKs, Maven and the compilers, or updates them.
install() {
    local packages=(maven gcc libc6-dev clang libclang-rt-dev ca-certificates) version
    in_sid apt-get -q -o APT::Update::Error-Mode=any update ||
        fail "The mirror of Debian cannot be read."
    if [ ${#versions[@]} = 0 ]; then
        mapfile -t versions < <(in_sid apt-cache pkgnames openjdk- |
            sed -n 's/^openjdk-\([0-9]*\)-jdk-headless$/\1/p' | awk '$1 > 25' | sort -n)
    fi
    for version in "${versions[@]}"; do
        packages+=("openjdk-$version-jdk-headless")
    done
    in_sid apt-get -qy --no-install-recommends install "${packages[@]}" ||
        fail "sid does not have all of these packages now: ${packages[*]}"
}

copy_sources() {
    rm -rf "$root$sources"
    mkdir "$root$sources"
    git -c "safe.directory=$PWD" ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - |
        tar -x -C "$root$sources"
}

# build NAME JDK OPTION...: runs Maven in sid, on that JDK, which compiles and runs everything. Remembers whether it
# succeeded.
results=()
state=0
build() {
    local name=$1 home=$2 from=$SECONDS
    shift 2
    echo "== $name"
    if in_sid env "JAVA_HOME=$home" mvn -B -ntp -f "$sources" clean "$@" "-Dmaven.repo.local=$repository"; then
        results+=("$name: passed in $(took "$from")")
    else
        results+=("$name: FAILED after $(took "$from")")
        state=1
    fi
}

[ -e "$root/.complete" ] || set_up
install
copy_sources
architecture=$(in_sid dpkg --print-architecture)
for version in "${versions[@]}"; do
    home=/usr/lib/jvm/java-$version-openjdk-$architecture
    name=$(in_sid "$home/bin/java" -version 2>&1 | sed -n 's/^OpenJDK Runtime Environment (build \(.*\))$/JDK \1/p')
    build "${name:-JDK $version}" "$home" verify '-Dconsumers=*/pom.xml' -Dprojects=projects/guide/pom.xml '-Dtest=!CTest' "$@"
done
for compiler in gcc clang; do
    name=$(in_sid "$compiler" --version | sed -n 1p)
    build "$name" "$home" test -Dcc="$compiler" -Dtest=CTest,LibraryFileTest "$@"
done
echo "== Results"
printf '%s\n' "${results[@]}"
exit "$state"
