#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# install.sh BUILD: `make install` into a folder, and what an ordinary user has of it: a
# tree that nobody can write to, and no compiler. The Debian package, too. TAP on standard
# output.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
suite=install
build=${1:-$build}
arch=${build##*/}
root=$base/root
command=$root/usr/bin/kvm-dirty-tests
lib=$root/usr/lib/kvm-dirty-tests

make -s install ARCH="$arch" DESTDIR="$root" prefix=/usr >"$base/said" 2>&1
result $? installs "$(cat "$base/said")"
chmod -R a+rX,a-w "$root"
find "$root" | sort >"$base/before"

# Each of these leaves a trace.
mkdir "$base/bin"
for tool in make gcc cc g++ ld nasm git; do
	printf '#!/bin/sh\necho %s >>%s/called\nexit 1\n' "$tool" "$base" >"$base/bin/$tool"
	chmod +x "$base/bin/$tool"
done
mkdir -m 777 "$base/home"
touch "$base/called"
chmod 666 "$base/called"

# says NAME STATUS PATTERN COMMAND...: COMMAND ends with STATUS, and a line matches.
says() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	status=0
	(cd / && env -u CACHE PATH="$base/bin:$PATH" HOME="$base/home" "$@") \
		>"$base/said" 2>&1 </dev/null || status=$?
	[ "$status" = "$wanted" ] && grep -Eq -- "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}
says version 0 "^kvm-dirty-tests $(git describe --always --dirty)\$" "$command" --version
says help 0 '^ +~/.local/state/kvm-dirty-tests/results$' "$command" --help
says list 0 '^smoke/armed@bitmap$' "$command" --platform host --list smoke
if "$build/probe" >/dev/null 2>&1; then
	says set-up 0 '^set up: host$' "$command" --platform host --setup-only
else
	says set-up 2 '^kvm-dirty-tests: platform host: ' \
		"$command" --platform host --setup-only
fi
says mutants 2 '^kvm-dirty-tests: --mutants is for the source tree$' "$command" --mutants
says image 2 '^kvm-dirty-tests: --image is for the source tree$' "$command" \
	--image "$base/stick.img"
says qemu 2 '^kvm-dirty-tests: platform qemu has programs that are not installed' \
	"$command" --platform qemu

says replays 0 '^kvm-dirty-tests --platform svm$' perl "-I$lib/run" -MRun -e \
	'print Run::replay({}, { name => "svm" })'

# The gate of this host, by nobody.
device="$dev && mknod -m 666 /dev/kvm c 10 232"
if ! "$build/probe" >/dev/null 2>&1; then
	skip gates 'there is no KVM'
elif ! in_namespace "$device" true 2>/dev/null; then
	skip gates 'cannot mount: not root, or in a container'
else
	# shellcheck disable=SC2086
	says gates 0 '^1 passed, 0 failed, 0 skipped$' unshare -m sh -c \
		"$device && exec \"\$@\"" sh $nobody \
		"$command" --platform host smoke/armed@bitmap
	grep -q "\"version\": \"$(cat "$lib/version")\"" \
		"$base/home/.local/state/kvm-dirty-tests/results/latest/results.json"
	result $? record "$(find "$base/home")"
fi
says state-elsewhere 0 "^$base/home/x/kvm-dirty-tests/results\$" env \
	XDG_STATE_HOME="$base/home/x" perl "-I$lib/run" -MPlace -e 'print Place::results()'
says state-by-default 0 "^$base/home/.local/state/kvm-dirty-tests/results\$" env \
	XDG_STATE_HOME=x perl "-I$lib/run" -MPlace -e 'print Place::results()'
nothing no-compiler "$(sort -u "$base/called")"
nothing tree-is-only-read "$(find "$root" | sort | comm -13 "$base/before" -)"

# --- the manual page, and the completion

page=$root/usr/share/man/man1/kvm-dirty-tests.1
if ! [ -f "$page" ]; then
	skip manual 'could not be tried: there is no help2man'
else
	offences=$(man --warnings -E UTF-8 -l "$page" 2>&1 >/dev/null
		"$command" --help | grep -oE -- '^  --[a-z-]+' | while read -r option; do
			sed 's/\\-/-/g' "$page" | grep -q -- "$option" || echo "no $option"
		done)
	nothing manual "$offences"
fi

# completes WORD BEFORE WANTED: one of the completions is WANTED.
completes() {
	# shellcheck disable=SC2016 # what bash expands
	said=$(bash -c '. "$1" && _kvm_dirty_tests "$2" "$3" "$4" && printf "%s\n" "${COMPREPLY[@]}"' \
		bash "$root/usr/share/bash-completion/completions/kvm-dirty-tests" \
		"$command" "$1" "$2")
	echo "$said" | grep -qx -- "$3" && ! echo "$said" | grep -v "^$1"
	result $? "completes-$3" "$said"
}
completes --pl x --platform
completes sv --platform svm
completes np --config npt0
completes qemu-r --for qemu-ring
completes smo x smoke
completes smoke/arm x smoke/armed

# --- the package

if ! command -v dh >/dev/null || ! command -v lintian >/dev/null; then
	skip deb 'could not be tried: there is no debhelper or no lintian'
	skip lintian 'could not be tried'
elif [ "$arch" != x86 ]; then
	skip deb 'it is for x86'
	skip lintian 'it is for x86'
else
	deb=$(make -s deb 2>"$base/said") && dpkg-deb -x "$deb" "$base/deb"
	result $? deb "$(tail -n 20 "$base/said")"
	says deb-lists 0 '^smoke/armed@bitmap$' "$base/deb/usr/bin/kvm-dirty-tests" \
		--platform host --list smoke
	nothing lintian "$(lintian --allow-root "$deb" 2>&1)"
fi

make -s uninstall DESTDIR="$root" prefix=/usr
nothing uninstalls "$(find "$root" ! -type d)"
finish
