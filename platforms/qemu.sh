#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu: this machine's QEMU, with the firmware payload as its guest:
# without KVM, which works everywhere, and with this machine's KVM where firmware
# boots on it. Config arm64, on x86, is a guest of arm64, without KVM. The verbs
# are explained in svm.sh; --qemu names another QEMU.
set -eu

here=$(dirname "$0")

case $(uname -m) in
aarch64) native=arm64 other='' ;;
*) native=x86 other=arm64 ;;
esac

die() {
	echo "${KVM_DIRTY_NAME:-qemu.sh}: $*" >&2
	exit 2
}

# The architecture of config $1's guest, and of the guests of program $1.
guest_of() {
	case $1 in
	default) echo "$native" ;;
	*) echo "$1" ;;
	esac
}

guest_by_name() {
	case ${1##*/} in
	*aarch64*) echo arm64 ;;
	*) echo x86 ;;
	esac
}

check() {
	shift
	"$here/../provision/setup.sh" --check qemu
	[ "${KVM_DIRTY_QEMU-}" ] || return 0
	[ -x "$KVM_DIRTY_QEMU" ] || die "--qemu $KVM_DIRTY_QEMU is not a program"
	for config; do
		[ "$(guest_of "$config")" = "$(guest_by_name "$KVM_DIRTY_QEMU")" ] ||
			die "--qemu $KVM_DIRTY_QEMU is not for config $config"
	done
}

run() {
	config=$1
	export KVM_DIRTY_LAUNCH='setpriv --pdeathsig TERM'
	set -- "$4" "$3"
	if [ "$config" != default ]; then
		export KVM_DIRTY_REPLAY="$KVM_DIRTY_REPLAY --config $config"
		set -- "$@" -a "$config" -A tcg
	fi
	# shellcheck disable=SC2086
	exec sh "$here/../inside/runner.sh" framed "$@" $KVM_DIRTY_ARGS
}

case $1 in
arch) echo "$native" ;;
goal) echo vmm ;;
launch) ;;
configs) echo "default${other:+ $other}" ;;
# Silence is long where a case waits for what does not come.
limits) echo 10 720 1 ;;
prepare) ;;
cost)	case $2 in
	arm64) echo 10 2048 ;;
	*) echo 4 2048 ;;
	esac ;;
check | run) "$@" ;;
esac
