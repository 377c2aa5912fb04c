#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# peers.sh BUILD: compile those of the kernel's own KVM selftests that concern
# dirty tracking, into the folder BUILD/peers, which run_tests.sh can take instead
# of our tests (KVM_DIRTY_BUILD). BUILD is build/x86 and has our programs in it.
# What they are compared in: see "The kernel's own tests" in docs/detection.md.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$1
source=$top/build/linux/tools/testing/selftests/kvm
out=$build/peers

# As the selftests' own Makefile compiles them, but static, and main() renamed.
flags="-O2 -g -std=gnu99 -w -D_GNU_SOURCE -DCONFIG_64BIT -U_FORTIFY_SOURCE \
-march=x86-64-v2 -fno-stack-protector -fno-PIE -fno-strict-aliasing \
-fno-builtin-memcmp -fno-builtin-memcpy -fno-builtin-memset -fno-builtin-strnlen"
for folder in "$build/uapi" "$top/build/linux/tools/include" \
	"$top/build/linux/tools/arch/x86/include" "$source/include" \
	"$source/include/x86_64" "$source/.." "$source/../rseq"; do
	flags="$flags -isystem $folder"
done

# shellcheck source=provision/lib.sh
. "$top/provision/lib.sh"

if [ -f "$out/made" ] &&
	[ -z "$(find "$0" "$top/mutants/peer.c" -newer "$out/made")" ]; then
	exit
fi
rm -rf "$out"
mkdir -p "$out/tests" "$out/lib" "$out/costs"
cp "$build/describe" "$build/probe" "$build/receive" "$out"
for file in "$source"/lib/*.c "$source"/lib/x86_64/*.[cS]; do
	case ${file##*/} in lru_gen_util.c) continue ;; esac
	part=${file#"$source/lib/"}
	# It defines memset(), which must not become a call of memset().
	alone=
	[ "$part" != string_override.c ] || alone=-ffreestanding
	# shellcheck disable=SC2086
	gcc $flags $alone -c -o "$out/lib/$(echo "$part" | tr / -).o" "$file" ||
		die "cannot compile $part of the selftests library"
done
for file in "$source/dirty_log_test.c" "$source/dirty_log_perf_test.c" \
	"$source/kvm_page_table_test.c" \
	"$source/x86_64/dirty_log_page_splitting_test.c"; do
	name=$(basename "$file" .c)
	# An emulated processor takes minutes to fill dirty_log_test's 1 GiB once:
	# 64 MiB, and a ring (peer.c) that is smaller by as much.
	sed 's/\(define DIRTY_MEM_BITS\) 30 .*/\1 26/' "$file" >"$out/$name.c"
	# shellcheck disable=SC2086
	{
		gcc $flags -Dmain=peer_main -c -o "$out/$name.o" "$out/$name.c" &&
		gcc $flags -DPEER="\"$name\"" -c -o "$out/$name-main.o" \
			"$top/mutants/peer.c" &&
		gcc -static -no-pie -pthread -o "$out/tests/$name" \
			"$out/$name.o" "$out/$name-main.o" "$out"/lib/*.o
	} || die "cannot compile $name"
done
ln "$out/tests/dirty_log_perf_test" "$out/costs"
touch "$out/made"
