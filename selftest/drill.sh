#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill.sh [BUILD]: what run_tests.sh does with bad input, missing pieces and
# signals. In each drill it must say what is wrong in one line on standard
# error, exit with the right status, and leave no process and no file behind.
# TAP on standard output. BUILD is where the programs are, build/x86.
#
# What eval calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
drill_tree "${1:-$build}"

# --- does the drill notice?

notices() { # NAME WHAT-JUDGE-MUST-SAY SCRIPT
	start_drill
	status=0
	TMPDIR=$tmp KVM_DIRTY_MARK=$base sh -c "$3" >"$here/stdout" \
		2>"$here/stderr" </dev/null || status=$?
	wrong=$(judge "$status" 2 'some reason')
	kill_marked
	case $wrong in
	"$2"*) result 0 "notices-$1" ;;
	*) result 1 "notices-$1" "the drill says: ${wrong:-nothing}" ;;
	esac
}

say='echo run_tests.sh: some reason >&2'
notices nothing-wrong '' "$say; exit 2"
notices exit-status 'exit status is 0' "$say"
notices two-lines 'standard error has 2' "$say; $say; exit 2"
notices other-words 'standard error does not say' 'echo oops >&2; exit 2'
notices temporary-file 'left in TMPDIR' "$say; : >\$TMPDIR/x; exit 2"
notices process 'left running' "$say; (exec sleep 60) >/dev/null 2>&1 & exit 2"

# --- bad input

run=./run_tests.sh
drill unknown-option "unknown option '--nix'" $run --nix
drill value-missing '--seed wants a value' $run --seed
drill value-needless '--list takes no value' $run --list=1
drill unknown-test "no test matches 'nix'" $run nix
drill unknown-case "no case matches" $run "$test/nix"
drill unknown-collector "no case matches" $run "$test@nix"
drill unknown-backing "no case matches" $run "$test@*,nix"
drill broken-pattern "empty or a needless part" $run "$test/"
drill blank-pattern "no test matches" $run "a b"
drill unknown-test-in-list "no test matches" $run --list nix
drill unknown-platform "unknown platform 'nix'" $run --platform nix
drill unknown-config "knows no config" $run --platform svm --config nix
drill half-known-config "unknown config 'nix'" \
	$run --platform svm --config default,nix
drill config-of-another "platform host" $run --platform host --config npt0
for seed in x 1x -1 0x 0xg 1.5 123456789012345678901; do
	drill "bad-seed-$seed" 'bad seed' $run --seed=$seed
done
drill bad-repeat 'whole number' $run --repeat 0
drill soak-for-ever 'wants --for' $run --soak
drill bad-soak-time 'a time like' $run --soak --for 8
drill time-of-what 'goes with --soak' $run --for 8h
drill bad-steps 'not a sequence of steps' $run --steps 'harvest;reset'
drill bad-scale 'whole number' $run --timeout-scale fast
drill rate-option 'takes a number' $run --rate -r 0
drill rate-collector 'no collector matches' $run --rate -C nix
drill known-missing 'cannot read --known' $run --known /nix
drill junit-nowhere 'cannot write --junit' $run --junit /nix/file
drill kernel-missing 'cannot read the kernel' \
	$run --platform svm --kernel /nix "$test"
drill modules-missing 'no folder of modules' $run --platform svm \
	--kernel run_tests.sh --modules /nix "$test"
drill out-not-writable 'cannot write to --out' \
	$run --platform svm --out /proc/nix "$test"
drill out-in-a-file 'cannot write to --out' \
	$run --platform host --out "$PWD/run_tests.sh/x" "$test"
drill out-not-empty 'not empty' $run --platform host --out "$PWD" "$test"

# --- good input

# helps NAME COMMAND...: it must explain itself on standard output, and be content.
helps() {
	name=$1
	shift
	status=0
	"$@" >"$base/help" 2>&1 </dev/null || status=$?
	[ "$status" = 0 ] && head -n 1 "$base/help" | grep -q '^Usage: '
	result $? "$name" "exit status $status; it says: $(head -n 1 "$base/help")"
}

helps help $run --help
helps rate-help $run --rate --help
helps rate-help-short $run --rate -h

# --- missing pieces

# The commands that there are, without those that are named.
path_without() {
	rm -rf "${base:?}/bin"
	mkdir "$base/bin"
	for dir in /sbin /usr/sbin /bin /usr/bin; do
		ln -sf "$dir"/* "$base/bin/"
	done
	for name; do
		rm -f "$base/bin/$name"
	done
	# setup.sh looks into sbin by itself; nothing of these is there.
	echo "$base/bin"
}

path=$(path_without qemu-system-x86_64)
drill qemu-missing 'qemu-system-x86' env PATH="$path" \
	$run --platform svm "$test"
path=$(path_without cpio busybox)
drill two-missing 'cpio.*busybox|busybox.*cpio' env PATH="$path" \
	$run --platform svm "$test"

# --- kernels that cannot be gated

head -c 30000 /dev/urandom >"$base/garbage"
head -c 56 /dev/zero >"$base/arm64"
printf 'ARMd' >>"$base/arm64"
debian=$CACHE/$(provision/kernel.sh package x86 linux-image-6.12-amd64)
kernel=$(echo "$debian"/boot/vmlinuz-*)
mkdir "$base/modules"
find "$debian/lib/modules/" -name kvm-amd.ko.xz -exec xz -dc {} \; |
	LC_ALL=C sed 's/vermagic=[0-9]/vermagic=9/' >"$base/modules/kvm-amd.ko"
drill kernel-garbage 'is not a kernel' \
	$run --platform svm --kernel "$base/garbage" "$test"
drill kernel-of-arm64 'is for arm64' \
	$run --platform svm --kernel "$base/arm64" "$test"
drill kernel-without-kvm 'no kvm-amd built in, and no --modules' \
	$run --platform svm --kernel "$kernel" "$test"
drill kernel-without-module 'has no kvm-amd.ko' $run --platform svm \
	--kernel "$kernel" --modules "$debian/boot" "$test"
drill modules-of-another 'modules in .* are of 9' $run --platform svm \
	--kernel "$kernel" --modules "$base/modules" "$test"

# What a kernel is looked into for: files that hold these texts and no more.
zeros() { # BYTES
	head -c "$1" /dev/zero
}
texts() { # TEXT...
	printf '%s\0' 'Linux version 6.12' "$@"
}
image() { # TEXT...
	zeros 56
	printf ARMd
	texts "$@"
}
bzimage() { # TEXT...
	texts "$@" | gzip >"$base/packed"
	zeros 497
	printf '\001'
	zeros 16
	printf HdrS
	zeros 70
	# Its length, of less than 256 bytes, and where it begins.
	# shellcheck disable=SC2059
	printf "\\$(printf %o "$(wc -c <"$base/packed")")"
	zeros 435
	cat "$base/packed"
}
initrd='unpack rootfs image'
bzimage devtmpfs: "$initrd" >"$base/kernel"
drill kernel-without-serial 'lacks CONFIG_SERIAL_8250_CONSOLE' \
	$run --platform svm --kernel "$base/kernel" "$test"
bzimage devtmpfs: 8250.nr_uarts "$initrd" >"$base/kernel"
drill kernel-without-amd 'no kvm-amd built in' \
	$run --platform svm --kernel "$base/kernel" "$test"
# The tests of this tree are for x86, so that none runs on arm64.
for_arm64() {
	KVM_DIRTY_NAME=run_tests.sh KVM_DIRTY_KERNEL="$base/kernel" \
		provision/kernel.sh check arm64 '' linux-image-6.12-arm64:arm64
}
image "$initrd" kvm-arm.mode >"$base/kernel"
drill kernel-without-devtmpfs 'lacks CONFIG_DEVTMPFS' for_arm64
image devtmpfs: kvm-arm.mode >"$base/kernel"
drill kernel-without-initrd 'lacks CONFIG_BLK_DEV_INITRD' for_arm64
image devtmpfs: "$initrd" >"$base/kernel"
drill kernel-of-no-guests 'lacks CONFIG_KVM' for_arm64
drill modules-alone '--modules goes with --kernel' $run --platform svm \
	--modules "$base/modules" "$test"
drill version-unknown 'no Debian package of that version' \
	$run --platform svm --kernel 9.99 "$test"

# --- downloads, from an archive of our own: a fake apt that knows one package

mkdir -p "$base/fake" "$base/package/DEBIAN" "$base/package/boot"
echo kernel >"$base/package/boot/vmlinuz-1"
cat >"$base/package/DEBIAN/control" <<-END
	Package: linux-image-1-amd64
	Version: 1
	Architecture: amd64
	Maintainer: nobody <nobody@localhost>
	Description: for drill.sh
	END
dpkg-deb -b "$base/package" "$base/good.deb" >/dev/null
cat >"$base/fake/apt-cache" <<-'END'
	#!/bin/sh
	echo '  Depends: linux-image-1-amd64'
	END
cat >"$base/fake/apt-get" <<-'END'
	#!/bin/sh
	deb=linux-image-1-amd64_1_amd64.deb
	case "$* " in
	*--print-uris*) echo "'http://localhost/$deb' $deb 1 SHA256:0" ;;
	*update*) [ "$FAKE" != breaks ] || { echo E: no network; exit 100; } ;;
	*)	head -c 500 "$KVM_DIRTY_DRILL/good.deb" >$deb
		case $FAKE in
		breaks) echo 'E: connection reset'; exit 100 ;;
		hangs) exec sleep 60 ;;
		works) cp "$KVM_DIRTY_DRILL/good.deb" $deb ;;
		esac ;;
	esac
	END
chmod +x "$base/fake/apt-cache" "$base/fake/apt-get"
cache=$base/drill/keep/cache
fake() { # HOW COMMAND...
	how=$1
	shift
	env FAKE="$how" PATH="$base/fake:$PATH" KVM_DIRTY_NAME=run_tests.sh "$@"
}
drill download-breaks 'cannot download package linux-image.*no network' \
	fake breaks $run --platform svm --cache "$cache" "$test"
drill download-truncated 'cannot unpack package' \
	fake truncates $run --platform svm --cache "$cache" "$test"
drill download-offline 'offline forbids' \
	fake works $run --platform svm --cache "$cache" --offline "$test"
drill cache-not-writable 'cannot write to the cache' \
	fake works $run --platform svm --cache /proc/nix "$test"

# Killed in the middle, then once more: complete, and nothing else is there.
start_drill
KVM_DIRTY_MARK=$base fake hangs setpriv --pdeathsig KILL \
	provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.2
	[ -z "$(find "$cache" -name '*.deb' 2>/dev/null)" ] || break
done
half=$(find "$cache" -name '*.deb' 2>/dev/null)
kill_marked
wait 2>/dev/null
fake works provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1
status=$?
files=$(cd "$cache" && echo * .[!.]*)
recovered=1
[ "$status" = 0 ] && [ "$half" ] &&
	[ -f "$cache/linux-image-1-amd64/boot/vmlinuz-1" ] &&
	[ "$files" = 'linux-image-1-amd64 linux-image-1-amd64_1_amd64 .[!.]*' ] &&
	recovered=0
result "$recovered" download-recovers "half: $half; status $status; cache: $files"
fake breaks provision/fetch.sh linux-image-1-amd64 "$cache" >"$here/stdout" 2>&1
result $? download-only-once "$(cat "$here/stdout")"

# --- boots with one CPU and boots with two, for the cases that suit them

cases_of() { # CPUS
	KVM_DIRTY_CPUS=$1 KVM_DIRTY_ELSEWHERE=1 \
		inside/runner.sh list "$programs"
}
cases_of '' | sort >"$base/all"
{ cases_of 1; cases_of 2; } | sort | diff "$base/all" - >"$base/diff" &&
	[ "$(cases_of 1 | wc -l)" -lt "$(wc -l <"$base/all")" ]
result $? each-case-has-its-cpus "$(head "$base/diff")"

# --- signals, while a platform boots

stop_with() { # SIGNAL STATUS CONFIGS NAME
	start_drill
	# Perl, because a shell's background job could not get SIGINT back.
	TMPDIR=$tmp KVM_DIRTY_MARK=$base perl -e '$SIG{INT} = "DEFAULT";
		exec @ARGV' env OMP_NUM_THREADS=2 $run --platform svm \
		--config "$3" --out "$here/keep/out" "$test" \
		>"$here/stdout" 2>"$here/stderr" </dev/null &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 0.5
		grep -qs . "$here"/keep/out/*/console.log && break
	done
	kill -"$1" "$pid"
	status=0
	wait "$pid" 2>/dev/null || status=$?
	# A killed program says nothing and cannot tidy its folder up.
	if [ "$1" = KILL ]; then
		echo 'run_tests.sh: stopped' >"$here/stderr"
		rm -rf "$here/keep/out/.work"
	fi
	wrong=$(judge "$status" "$2" stopped)
	grep -q "not finished: .*$test" "$here/stdout" ||
		wrong="$wrong
it does not say that $test was not finished"
	# As many boots at a time as nproc says, and that is told of two.
	case $3 in
	default) ;;
	*)	grep -q 'not begun: svm-[^ ]* svm-[^ ]*; results' \
			"$here/stderr" || wrong="$wrong
it does not say which two were not begun" ;;
	esac
	[ -z "$wrong" ]
	result $? "stops-$4" "$wrong"
}
stop_with INT 130 default at-INT
stop_with TERM 143 default at-TERM
stop_with KILL 137 default at-KILL
stop_with INT 130 default,npt0,tdp0,eager0 in-a-matrix

# --- what an emulated platform's kernel complains about

# Programs that run the test, and write what a splat looks like to the kernel's
# log: while a case runs, when the last one is over; and a panic.
wrapper() { # NAME: the script is standard input
	{
		echo '#!/bin/sh'
		echo "real=\${0%/*}/$test"
		# shellcheck disable=SC2016
		echo 'case $1 in -l) exec "$real" "$@" ;; esac'
		cat
	} >"$build/tests/$1"
	chmod +x "$build/tests/$1"
}
wrapper during <<-'END'
	"$real" "$@" | while read -r line; do
		echo "$line"
		case $line in
		'# kernel:'*)
			echo 'WARNING: CPU: 0 PID: 1 at drill' >/dev/kmsg ;;
		esac
	done
END
wrapper later <<-'END'
	"$real" "$@"
	echo 'BUG: drill' >/dev/kmsg
END
wrapper panics <<-'END'
	echo 1..1
	echo c >/proc/sysrq-trigger
END
start_drill
status=0
TMPDIR=$tmp KVM_DIRTY_MARK=$base $run --platform svm --out "$here/keep/out" \
	during later panics >"$here/stdout" 2>"$here/stderr" </dev/null ||
	status=$?
svm=$here/keep/out/svm-default
wrong=
[ "$status" = 1 ] || wrong="exit status is $status, not 1"
complains() { # NAME FILE PATTERN
	grep -Eq "$3" "$svm/$2.tap" || wrong="$wrong
$2.tap does not say $3"
	[ -z "$wrong" ] || wrong="$wrong
$(grep -v '^ok' "$svm/$2.tap")"
	[ -z "$wrong" ]
	result $? "kernel-$1" "$wrong"
	wrong=
}
complains warns-in-a-case during '^# kernel log: WARNING: CPU: 0 PID: 1 at drill'
complains warns-and-fails during "^not ok [0-9]+ $test/"
complains warns-later _platform 'later/kernel-log # ERROR BUG: drill'
complains panics _platform \
	'platform # ERROR died in panics: Kernel panic .*sysrq triggered crash'
rm "$build/tests/during" "$build/tests/later" "$build/tests/panics"

# --- several configs in one boot, of a platform that prints what it is told to

ready='echo @ready 1'
ran="printf '@begin $test\n1..1\nok 1 $test/a@b\n\n@end $test 0 1.00\n'"
broke="printf '@begin $test\n1..1\n'"
real=$(cat platforms/svm.sh)

# boot NAME PLATFORM CHECK...: what PLATFORM prints must end with exit status
# $wanted, and then each CHECK must hold in the results.
wanted=2 options=
boot() {
	name=$1
	start_drill
	cat >platforms/svm.sh <<-END
	#!/bin/sh
	case \$1 in
	arch) echo x86 ;;
	configs) echo default npt0 tdp0 ;;
	boots) shift; echo "\$@" ;;
	limits) echo 5 5 1 ;;
	run)
	console=\$3/console.log
	$2
	;;
	esac
	END
	shift 2
	status=0
	TMPDIR=$tmp KVM_DIRTY_MARK=$base $run --platform svm --config all \
		$options --out "$here/keep/out" "$test" >"$here/stdout" \
		2>"$here/stderr" </dev/null || status=$?
	wrong=
	[ "$status" = "$wanted" ] || wrong="exit status is $status, not $wanted"
	for check; do
		(cd "$here/keep/out" && eval "$check") >/dev/null ||
			wrong="$wrong
does not hold: $check"
	done
	[ -z "$wrong" ] || wrong="$wrong
$(cd "$here/keep/out" && grep -r . ./*/*.tap)"
	[ -z "$wrong" ]
	result $? "boot-$name" "$wrong"
	echo "$real" >platforms/svm.sh
}

passed() { # COLUMN: with nothing to be said against it
	[ ! -e "svm-$1/_platform.tap" ] && grep -q ^ok "svm-$1/$test.tap"
}

says() { # COLUMN PATTERN
	grep -Eq "^not ok 1 ($2)" "svm-$1/_platform.tap"
}

one="echo @config default; $ready; $ran; echo @done"
two="echo @config npt0; $ready; $ran; echo @done"
three="echo @config tdp0; $ready; $ran; echo @done"
boot dies-in-the-second "$one; echo @config npt0; $ready; $broke; exit 3" \
	'passed default' \
	"says npt0 'platform # ERROR died in $test: exit status 3'" \
	"says tdp0 'platform # ERROR not run: .*svm-npt0.* died in $test'"
boot dies-between "$one; exit 3" 'passed default' \
	"says npt0 'platform # ERROR died: exit status 3; not run: $test'" \
	"says tdp0 'platform # ERROR not run'"
# The machine goes on, as Bochs does, which makes the file with the first line.
boot panics-while-booting "sleep 2; echo 'Kernel panic - not syncing: x' >\$console; sleep 60" \
	"says default 'platform # ERROR did not boot: Kernel panic - not syncing: x'" \
	"says npt0 'platform # ERROR not run: .* did not boot: Kernel panic'"
boot panics-in-the-second "$one; echo @config npt0; $ready; $broke
	echo kvm-dirty-tests: config npt0 >\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo 'Kernel panic - not syncing: x' >>\$console; sleep 60" \
	'passed default' \
	"says npt0 'platform # ERROR died in $test: Kernel panic - not syncing: x'" \
	"says tdp0 'platform # ERROR not run: .* died in $test: Kernel panic'"
boot never 'exit 3' "says default 'platform # ERROR did not boot: exit status 3'" \
	"says npt0 'platform # ERROR not run: .* did not boot'"
boot silent-in-the-second "$one; echo @config npt0; $ready; sleep 60" \
	'passed default' "says npt0 'platform # ERROR was silent for 5 s'" \
	"says tdp0 'platform # ERROR not run'"
boot trouble-in-the-second "$one; echo @config npt0; echo @trouble no module
	echo @done; $three" 'passed default' 'passed tdp0' \
	"says npt0 'platform # ERROR no module'" "! [ -e 'svm-npt0/$test.tap' ]"
boot skips-a-config "$one; $three" 'passed default' 'passed tdp0' \
	"says npt0 'platform # ERROR died; not run: $test'"
boot skips-a-program "$one; echo @config npt0; $ready; echo @done; $three" \
	'passed default' 'passed tdp0' "says npt0 'platform # ERROR not run: $test'"
boot splats-in-the-second "$one; $two; $three
	echo kvm-dirty-tests: config default >\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo kvm-dirty-tests: config npt0 >>\$console
	echo kvm-dirty-tests: begin $test >>\$console
	echo '[ 1.0] WARNING: CPU: 0 PID: 1 at x.c:1' >>\$console
	echo kvm-dirty-tests: config tdp0 >>\$console
	echo '[ 2.0] BUG: y' >>\$console" \
	'passed default' \
	"says npt0 '$test/kernel-log # ERROR WARNING: CPU: 0 PID: 1 at x.c:1'" \
	"says tdp0 'platform # ERROR BUG: y'" "[ -s svm-tdp0/console.log ]"

# What checks the gate itself, on one of them.
wanted=0
boot drilled-once "echo \"\$KVM_DIRTY_ARGS,\$KVM_DIRTY_LATER\" >\$3/told
	$one; $two; $three" \
	'passed default' "grep -qx -e '-s 1 -t 1,-L' svm-default/told"

wanted=1 options=--fail-fast
boot fail-fast "$one; echo @config npt0; $ready; $broke
	printf 'ok 1 x/a@b\\nnot ok 2 x/c@b\\n# why\\n# replay: y\\n'; sleep 60" \
	'passed default' "grep -q '^x/c@b	[0-9.]*\$' svm-npt0/first-failure" \
	"grep -q 'replay: y' 'svm-npt0/$test.tap'" '! ls svm-*/_platform.tap'
wanted=2 options=

# --- other distributions: an archive that does not work is no pass and no failure

mkdir "$base/archive"
cat >"$base/archive/debootstrap" <<-'END'
	#!/bin/sh
	echo 'E: Failed getting release file'
	exit 1
END
chmod +x "$base/archive/debootstrap"
start_drill
status=0
TMPDIR=$tmp KVM_DIRTY_MARK=$base PATH=$base/archive:$PATH selftest/distros.sh \
	--quick trixie >"$here/stdout" 2>&1 </dev/null || status=$?
[ "$status" = 0 ] && [ -z "$(ls -A "$tmp")" ] &&
	grep -q 'could not be tried: .' "$here/stdout" &&
	[ "$(tail -n 1 "$here/stdout")" = '0 passed, 0 failed, 1 skipped' ]
result $? distribution-untried "$(cat "$here/stdout")"

# --- for git bisect: what cannot be judged is 125, and all else as it is

mkdir -p "$base/bisect/run"
cp run/bisect.sh "$base/bisect/run"
cat >"$base/bisect/run_tests.sh" <<-'END'
	#!/bin/sh
	exit "$1"
END
chmod +x "$base/bisect/run_tests.sh"
got=$(for status in 0 1 2 130; do
	"$base/bisect/run/bisect.sh" "$status"
	echo $?
done | paste -sd' ')
[ "$got" = '0 1 125 130' ]
result $? bisect "exit statuses are $got"

echo "1..$nr"
exit "$failed"
