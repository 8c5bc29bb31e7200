# Compiles libgpiod 2 and libi2c from Debian's sources; read by make-sdk and make-host.
# Debian 12's own libgpiod is the old API, and its archives are bound to glibc.

# unpack_libraries CACHE DIRECTORY: the two source trees as DIRECTORY/libgpiod and DIRECTORY/i2c-tools.
unpack_libraries() {
  local archives archive name
  archives=$("$here/fetch" "$1" amd64 source:libgpiod source:i2c-tools) || exit
  for archive in $archives; do
    name=$(basename "$archive")
    mkdir -p "$2/${name%%_*}"
    tar -xf "$archive" -C "$2/${name%%_*}" --strip-components 1
  done
  # The library prints the version it was built as; the archive's name tells it.
  gpiod_version=$(basename "$(head -n 1 <<<"$archives")" | sed 's/^libgpiod_//; s/\.orig.*//')
}

# compile_libraries SOURCES INCLUDE LIB COMPILER...: headers into INCLUDE, archives into LIB.
compile_libraries() {
  local sources=$1 include=$2 lib=$3 objects file
  shift 3
  mkdir -p "$include/i2c" "$lib" "$sources/objects/gpiod" "$sources/objects/i2c"
  objects=$sources/objects
  cp "$sources/libgpiod/include/gpiod.h" "$include/"
  cp "$sources/i2c-tools/include/i2c/smbus.h" "$sources/i2c-tools/version.h" "$include/i2c/"
  # musl declares basename in libgen.h alone. The libraries' own warnings are not ours to mend: -w.
  # Without assertions, which print: what breaks one traps all the same, at a null pointer.
  for file in "$sources"/libgpiod/lib/*.c; do
    "$@" -w -D_GNU_SOURCE -DNDEBUG -include libgen.h -include "$here/small-libc.h" -I"$sources/libgpiod/include" \
      -DGPIOD_VERSION_STR="\"$gpiod_version\"" -c "$file" \
      -o "$objects/gpiod/$(basename "$file" .c).o"
  done
  "$@" -w -I"$sources/i2c-tools/include" -c "$sources/i2c-tools/lib/smbus.c" \
    -o "$objects/i2c/smbus.o"
  rm -f "$lib/libgpiod.a" "$lib/libi2c.a"
  llvm-ar rcs "$lib/libgpiod.a" "$objects"/gpiod/*.o
  llvm-ar rcs "$lib/libi2c.a" "$objects"/i2c/*.o
}

# Puts the Swift toolchain's own clang and llvm-ar first on the path.
use_toolchain() {
  local swiftc tool
  swiftc=$(command -v swiftc) || fail 'swiftc is missing: install Swift 6.3 or later (swift.org/install)'
  toolchain=$(dirname "$(dirname "$(readlink -f "$swiftc")")")
  export PATH="$toolchain/bin:$PATH"
  for tool in clang ld.lld llvm-ar; do
    [ -x "$toolchain/bin/$tool" ] || fail "$tool is not in the Swift toolchain at $toolchain"
  done
  for tool in python3 tar xz dpkg-deb; do
    command -v "$tool" >/dev/null || fail "$tool is missing: run make setup"
  done
}
