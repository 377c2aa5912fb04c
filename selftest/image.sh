#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# image.sh [BUILD [quick]]: the stick (run_tests.sh --image), booted in QEMU by SeaBIOS, OVMF and
# AAVMF, from USB, from a CD and over the network, and in Bochs: its record is that of platform
# svm, and whatever is missing or breaks off, it never says PASS. TAP on standard output; KEEP=DIR
# keeps images, serial lines and the screenshot there. BUILD is where the programs are. With
# "quick" it is one boot, from USB by SeaBIOS, as in make check; the whole takes many minutes.
#
# The machines are those of platforms svm, arm64 and vmx, so their KVM needs none of this host.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
# shellcheck disable=SC2034 # of tap.sh
suite=image
build=${1:-build/x86}
export CACHE="${CACHE:-$PWD/build/cache}"
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-image.XXXXXX") || exit 2
trap '[ "${KEEP-}" ] || rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[ -z "${KEEP-}" ] || { mkdir -p "$KEEP" && rm -rf "$base" && base=$KEEP; }

# In an option of QEMU or Bochs a comma ends the name of a file.
case $base in *,*)
	skip everything "there is a comma in the name of the folder for what is made, $base"
	finish ;;
esac

archs='x86 arm64'
[ "${2-}" != quick ] || archs=x86
for arch in $archs; do
	if ! why=$(provision/setup.sh --check "image-$arch" qemu 2>&1); then
		skip everything "$why"
		finish
	fi
done

image=$base/x86.img
# shellcheck source=selftest/image_lib.sh
. selftest/image_lib.sh

# --- it is made

KVM_DIRTY_BUILD=$build ./run_tests.sh --image "$image" >"$base/said" 2>&1
result $? makes "$(cat "$base/said")"
path=$PATH
refuses() { # NAME PATTERN OPTION...
	name=$1 pattern=$2
	shift 2
	PATH=$path ./run_tests.sh --image "$base/no.img" "$@" >"$base/said" 2>&1
	[ $? = 2 ] && [ "$(wc -l <"$base/said")" = 1 ] && grep -Eq "$pattern" "$base/said" &&
		[ ! -e "$base/no.img" ]
	result $? "refuses-$name" "$(cat "$base/said")"
}
refuses pattern 'takes no pattern' smoke
refuses architecture "one of arm64 x86, not 'riscv'" --for riscv
refuses run 'does not go with --list' --list
refuses kernel 'cannot read the kernel' --kernel /nowhere/bzImage
mkdir "$base/without"
for tool in /usr/bin/* /usr/sbin/*; do
	case $tool in */mcopy) ;; *) ln -sf "$tool" "$base/without" ;; esac
done
path=$base/without
refuses tool 'missing: mcopy. Install with: .* mtools'
rm -rf "$base/without"

# --- its record is that of platform svm

cases='smoke toggle'
# shellcheck disable=SC2086
KVM_DIRTY_BUILD=$build ./run_tests.sh --platform svm --out "$base/svm" $cases >"$base/said" 2>&1
put "$image" "$cases --out /tmp/elsewhere" stick_http=0
boot bios-usb 'Press Enter' "$base/bios-usb.png" bios usb $svm 2
result $? bios-usb "$(told)"
says bios-usb-passes 'VERDICT: PASS$'
fetch "$image"
perl run/summary.pl "$got/run-1/record" >"$base/said" 2>&1
# What a record says of each case, and of where it was obtained; a platform's boots have as
# many CPUs as their cases need, and a device whose memory is a backing.
of_kvm() {
	perl -MJSON::PP -0e 'my $of = decode_json(<>);
		@{$of->{cases}} = grep { $_->{name} !~ /,device/ } @{$of->{cases}};
		delete @$_{qw(ms replay notes platform)} for @{$of->{cases}};
		delete @$_{qw(name platform emulator moved)} for @{$of->{columns}};
		delete $_->{facts}{cpus} for @{$of->{columns}};
		print JSON::PP->new->canonical->pretty->encode(
			{ map { $_ => $of->{$_} } qw(cases columns findings) }), "end: $of->{run}{end}\n"' "$1"
}
of_kvm "$base/svm/results.json" >"$base/svm.json"
of_kvm "$got/run-1/record/results.json" | diff "$base/svm.json" - >"$base/differs" &&
	[ "$(grep -c '"verdict"' "$base/svm.json")" -gt 100 ]
result $? record-is-that-of-svm "$(cat "$base/differs" "$base/said")"
grep -q 'kvm-dirty-tests: begin toggle' "$got/run-1/kernel.log" &&
	grep -q 'Linux version' "$got/run-1/kernel.log"
result $? kernel-log-is-kept "$(ls -R "$got")"
[ "$(sed -n 1p "$got/run-1/verdict.txt")" = PASS ] &&
	grep -q '^toggle  *pass' "$got/run-1/screen.txt"
result $? verdict-is-kept "$(ls -R "$got")"
nothing screen-is-wide-enough "$(tr -d '\r' <"$got/run-1/screen.txt" |
	awk '!/^host: / && length > 80')"
[ "$(head -c 4 "$base/bios-usb.png" | tail -c 3)" = PNG ] &&
	[ "$(wc -c <"$base/bios-usb.png")" -gt 2000 ]
result $? screenshot "$(ls -l "$base")"
# The file has a head of 24 bytes.
[ "$(wc -c <"$base/packets")" = 24 ]
result $? no-packet-is-sent "$(ls -l "$base")"

[ "${2-}" != quick ] || finish

# --- the power is cut; the next boot tells, by UEFI, on one CPU

put "$image" "$cases"
boot cut '^2 of 2: toggle' kill uefi usb $svm 2
result $? uefi-usb "$(told)"
never_passes cut
fetch "$image"
[ ! -e "$got/run-2/verdict.txt" ] && [ ! -e "$got/run-2/record/ended" ]
result $? cut-has-no-verdict "$(ls -R "$got")"
put "$image" smoke/armed
boot after-cut 'VERDICT: ' end uefi usb $svm 1
result $? one-cpu "$(told)"
says tells-of-the-cut '^The last run, run-2, was cut off\. It has no verdict'
says tells-what-it-had '^  1[0-9][0-9] cases passed'
says one-cpu-passes 'VERDICT: PASS$'
fetch "$image"
[ "$(sed -n 1p "$got/run-3/verdict.txt")" = PASS ] && [ -e "$got/run-3/record/ended" ]
result $? later-run-is-kept "$(ls -R "$got")"

# --- the record over HTTP

put "$image" smoke/armed 'stick_after=poweroff stick_http=1'
boot http '^Press Enter' "$base/offered/" bios usb $svm 1
result $? http "$(told)"
says http-address '^The record is at http://10\.0\.2\.15/'
fetch "$image"
diff -r "$got/run-4" "$base/offered/run-4" >"$base/differs" &&
	[ "$(wc -l <"$got/run-4/kernel.log")" -gt 100 ]
result $? offered-is-what-is-on-the-stick "$(cat "$base/differs")"
[ "$(wc -c <"$base/packets")" -gt 24 ]
result $? packets-are-seen "$(ls -l "$base")"

# --- nothing that can be tested

put "$image" smoke
boot no-virtualization 'VERDICT: ' end bios usb $none 1
result $? no-virtualization "$(told)"
says no-virtualization-is-told 'VERDICT: COULD NOT BE TESTED$'
says how-to-switch-it-on 'AMD: enable "SVM Mode"'
never_passes no-virtualization
fetch "$image"
[ "$(sed -n 1p "$got/run-5/verdict.txt")" = 'COULD NOT BE TESTED' ]
result $? no-virtualization-is-kept "$(ls -R "$got")"
# On a CD GRUB alone reads the partition.
echo 'set options="smoke/armed --timeout-scale 10"' >>"$base/kernel.cfg"
mcopy -o -i "$(partition "$image")" "$base/kernel.cfg" ::
boot cd 'VERDICT: ' end bios cd $svm 1
result $? bios-cd "$(told)"
says cd-passes 'VERDICT: PASS$'
says cd-keeps-no-record 'no partition that can be written to: no record'
boot uefi-cd 'VERDICT: ' end uefi cd $none 1
result $? uefi-cd "$(told)"
never_passes uefi-cd

# A parameter that KVM does not take makes it the test of something else.
put "$image" smoke/armed 'stick_after=poweroff kvm_amd.npt=1 kvm.nothing=1'
boot parameter 'VERDICT: ' end bios usb $svm 1
says parameter-is-read-back '^  kvm.nothing=1 did not take'
never_passes parameter

# --- an Intel processor, with page modification logging

if provision/setup.sh --check vmx 2>"$base/said" &&
	bochs=$(provision/bochs.sh "$CACHE" 2>"$base/said") && [ "$bochs" ]; then
	# As platform vmx has it: its timers know only that many instructions a second.
	put "$image" smoke/armed \
		'stick_after=poweroff idle=halt tsc_early_khz=50000 kvm_intel.enable_apicv=0'
	boot_bochs bochs "$bochs"
	result $? bochs "$(told)"
	says bochs-has-pml '^host: KVM .*, backend vmx .* pml=Y'
	says bochs-passes 'VERDICT: PASS$'
	fetch "$image"
	perl run/summary.pl "$got/run-7/record" >"$base/said" 2>&1 &&
		[ "$(sed -n 1p "$got/run-7/verdict.txt")" = PASS ]
	result $? bochs-record-is-kept "$(ls -R "$got"; cat "$base/said")"
else
	skip bochs "could not be tried: $(tail -n 1 "$base/said")"
fi

# --- no room

# What fills up in the middle ends run.sh (selftest/drill_host.sh), and is no verdict either.
free=$(mdir -i "$(partition "$image")" :: | sed -n 's/ bytes free//p' | tr -d ' ')
head -c "$free" /dev/zero >"$base/fill"
mcopy -i "$(partition "$image")" "$base/fill" ::fill
boot full 'VERDICT: ' end bios usb $svm 1
says full-is-no-verdict 'VERDICT: COULD NOT BE TESTED$'
says full-is-told 'is it full'
never_passes full

# --- over the network: the kernel and the initramfs of the image, by iPXE, which asks TFTP for
# one and HTTP for the other. The record goes the same way back

mkdir "$base/tftp"
xorriso -osirrox on -indev "$image" -extract /boot "$base/tftp" >/dev/null 2>&1
cat >"$base/tftp/boot.ipxe" <<-END
	#!ipxe
	kernel kernel console=tty0 console=ttyS0 $words stick_after=poweroff stick_http=1 stick_options="smoke/armed --timeout-scale 10"
	initrd http://10.0.2.100/initramfs
	boot
END
boot network '^Press Enter' "$base/memory/" bios network $svm 1
result $? network "$(told)"
says network-passes 'VERDICT: PASS$'
says network-keeps-no-record 'no partition that can be written to: .* in memory alone'
perl run/summary.pl "$base/memory/run-1/record" >"$base/said" 2>&1 &&
	[ "$(sed -n 1p "$base/memory/run-1/verdict.txt")" = PASS ]
result $? network-gives-the-record "$(cat "$base/said")"

# --- other verdicts, with programs that have them: KVM is wrong; the partition fills up
# meanwhile; the kernel panics, which the next boot tells of

fake=$base/fake
mkdir "$fake" "$fake/tests" "$fake/bin"
cp "$build/probe" "$build/describe" "$fake"
# What other shells expand.
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec cp "$3" "$2"\n' >"$fake/bin/strip"
program() { # NAME COMMANDS
	# shellcheck disable=SC2016
	printf '#!/bin/sh\ncase $1 in -l) echo %s/x@y; exit ;; esac\necho "KTAP version 1"\n%s\n' \
		"$1" "$2" >"$fake/tests/$1"
}
program fails 'echo 1..1; echo "# round 1: 3 pages missed"; echo not ok 1 fails/x@y; exit 1'
# shellcheck disable=SC2016
program fills 'head -c 99000000 /dev/zero >/record/fill; echo 1..99
seq 99 | while read -r n; do echo "# $n"; echo "ok $n fills/x$n@y"; done'
program panics 'echo c >/proc/sysrq-trigger'
chmod +x "$fake"/*/*
PATH=$fake/bin:$PATH KVM_DIRTY_BUILD=$fake ./run_tests.sh --image "$image" >"$base/said" 2>&1
result $? makes-fakes "$(cat "$base/said")"
put "$image" fails
boot fails 'VERDICT: ' end bios usb $svm 1
says fails 'VERDICT: FAIL$'
says fails-with-evidence '^  # round 1: 3 pages missed'
fetch "$image"
perl run/summary.pl "$got/run-1/record" >"$base/said" 2>&1
[ $? = 1 ] && grep -q '^  fails/x@y (host): round 1: 3 pages missed' "$base/said"
result $? fails-in-the-record "$(cat "$base/said")"
put "$image" panics
boot panics 'end Kernel panic' kill bios usb $svm 1
result $? panic-is-shown "$(told)"
put "$image" fills
boot fills 'VERDICT: ' end bios usb $svm 1
says tells-of-the-panic '^  the last that began was panics'
says fills 'VERDICT: COULD NOT BE TESTED$'
says fills-is-told 'cannot write to /record/run-3/record/host/fills.tap'
never_passes fills

# --- arm64, by UEFI

image=$base/arm64.img
./run_tests.sh --image "$image" --for arm64 >"$base/said" 2>&1
result $? makes-arm64 "$(cat "$base/said")"
put "$image" smoke/armed
boot arm64 'VERDICT: ' end arm64 usb on 2
result $? arm64-uefi-usb "$(told)"
says arm64-passes 'VERDICT: PASS$'
boot arm64-el1 'VERDICT: ' end arm64 usb off 1
says arm64-at-el1 'VERDICT: COULD NOT BE TESTED$'
says arm64-wants-el2 'KVM wants the kernel to be started at EL2'
never_passes arm64-el1
finish
