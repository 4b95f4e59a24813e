#!/usr/bin/env bash
# Runs the library's tests and three of its consumers on the JDK 25 of another architecture, under qemu-user:
#
#   src/build/emulated.sh aarch64|riscv64 [options of mvn]
#
# It gets the JDK from Debian trixie, through the mirror that this machine's apt uses, and unpacks it in
# target/emulated. Nothing is installed, and root is not needed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. src/build/debian.sh

case ${1:-} in
    aarch64) debian=arm64 ;;
    riscv64) debian=riscv64 ;;
    *) fail "usage: $0 aarch64|riscv64 [options of mvn]" ;;
esac
architecture=$1
shift
need apt-get=apt dpkg-deb=dpkg mvn=maven clang-19=clang-19 ld.lld-19=lld-19 "qemu-$architecture=qemu-user"
need_keys
root=$PWD/target/emulated/$architecture
# MAVEN_OPTS cannot contain a path with spaces, so Maven gets that of a link.
link=$(mktemp -d)
trap 'rm -r "$link"' EXIT
ln -s "$root" "$link/root"
jdk=$link/root/usr/lib/jvm/java-25-openjdk-$debian

# Downloads a package and all that it depends on, with a state of apt that knows of no installed package.
download() {
    local apt=$root.apt address
    address=$(mirror)
    mkdir -p "$apt"/{lists/partial,archives/partial}
    : > "$apt/status"
    echo "deb [signed-by=$keys] $address trixie main" > "$apt/sources.list"
    local options=(-q -o "APT::Architecture=$debian" -o "APT::Architectures=$debian" -o APT::Sandbox::User=root
        -o APT::Update::Error-Mode=any
        -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt")
    apt-get "${options[@]}" update ||
        fail "The mirror of Debian cannot be read, or it does not have trixie for $debian."
    apt-get "${options[@]}" install -y --no-install-recommends --download-only "$1" ||
        fail "The package $1 cannot be downloaded."
}

# Unpacks the packages, and corrects links that would lead to this machine's files.
unpack() {
    mkdir -p "$root/usr/lib"
    ln -sfn usr/lib "$root/lib"
    for package in "$root.apt"/archives/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink
    done
    find "$root" -type l -lname '/*' -printf '%p\t%l\n' | while IFS=$'\t' read -r link target; do
        ln -sfn "$root$target" "$link"
    done
}

# Replaces java by a script, so that the processes that tests start are emulated, too. The helper with which a JVM
# starts processes is a program of the other architecture.
wrap() {
    [ -e "$jdk/bin/java.emulated" ] || mv "$jdk/bin/java" "$jdk/bin/java.emulated"
    cat > "$jdk/bin/java" <<SCRIPT
#!/bin/sh
exec qemu-$architecture -L "$root" "$root/usr/lib/jvm/java-25-openjdk-$debian/bin/java.emulated" -Djdk.lang.Process.launchMechanism=FORK "\$@"
SCRIPT
    chmod +x "$jdk/bin/java"
}

# Writes a C compiler for the tests. It compiles libraries for the other architecture, without a libc. It compiles
# programs for this machine: all they do is print the sizes of C types, which both architectures share.
compiler() {
    cat > "$link/cc" <<SCRIPT
#!/bin/sh
case " \$* " in
    *" -shared "*) exec clang-19 --target=$architecture-linux-gnu -fuse-ld=lld -nostdlib "\$@" ;;
    *) exec clang-19 "\$@" ;;
esac
SCRIPT
    chmod +x "$link/cc"
}

if [ ! -e "$jdk/bin/java.emulated" ]; then
    download openjdk-25-jre-headless
    unpack
    wrap
fi
compiler
"$jdk/bin/java" -version

# Not the tests of the files, which `mvn verify -Pnatives` runs, and only consumers that use no tool of a JDK. qemu does
# not pass requests for huge pages on to the system. Emulation is too slow for the time limits of tests.
mvn -B -ntp verify -Pnatives "-Dnative.platform=linux-$architecture" "-Djvm=$jdk/bin/java" \
    '-Dtest=!CTest,!NativesTest,!NativesCTest,!LibraryFileTest,!*Test#hugePagesAreRequested' \
    -Dinvoker.test=launcher,class-path,module-path,shaded \
    "-Dinvoker.mavenOpts=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djvm=$jdk/bin/java" "-Ddowncall.test.cc=$link/cc" \
    -Djunit.jupiter.execution.timeout.mode=disabled "$@"
echo "The tests passed on the JDK of linux-$architecture, in $(took 0)."
