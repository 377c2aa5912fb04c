#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform svm: KVM on an emulated AMD processor, in QEMU without any help from
# the host's virtualization. Verbs, as in every platform's file:
#
#   arch                     the architecture of its test programs
#   launch                   what starts these here, to list their cases
#   configs                  the configs it knows
#   image                    the kernel package that is booted, for
#                            mutants/build.sh to build its like
#   boots CONFIG...          one line a boot: the configs that share it. Nothing
#                            printed: each has a boot of its own
#   cpus                     the numbers of CPUs that its boots have, where there are
#                            boots for cases that one CPU suits. Nothing printed:
#                            all boots have as many, two at least
#   cost CONFIG...           minutes that a boot with these takes, about, or
#                            "alone" if nothing may run beside it, and the MiB
#                            that it needs; what takes longest is started first
#   limits                   seconds it may take to boot; seconds it may be
#                            silent; how much slower than the host it is
#   check PROBE CONFIG...    exit 2 with one line if it cannot run here
#   prepare WORK TESTS       make in folder WORK what run needs (WORK/jobs,
#                            WORK/cpus and the tsv files are there already)
#   run CONFIG[,CONFIG...] DIR WORK TESTS   boot once and run the jobs with one
#                            config after another; runner.sh's frames on standard
#                            output, "@config CONFIG" before those of each where
#                            they are several, other things to keep in DIR
#
# From the environment: CACHE, OFFLINE, KVM_DIRTY_KERNEL and _MODULES
# (another kernel), KVM_DIRTY_ARGS and KVM_DIRTY_REPLAY (for the programs; init
# adds the config), KVM_DIRTY_LATER (for the programs in all configs but the first,
# where one boot has several).
set -eu

here=$(dirname "$0")
package=linux-image-6.12-amd64

# The parameters of config $1: of modules, and pools of huge pages. The prefix is
# for stores that KVM's emulator shall do (x86/stores.asm).
parameters() {
	case $1 in
	default) ;;
	npt0) echo kvm_amd.npt=0 ;;
	tdp0) echo kvm.tdp_mmu=0 ;;
	eager0) echo kvm.eager_page_split=0 ;;
	nested0) echo kvm_amd.nested=0 ;;
	huge1g) echo hugepages-1048576kB=1 ;;
	churn) echo churn=1 ;;
	esac
	echo kvm.force_emulation_prefix=1
}

# The guest's memory in MiB; QEMU wants some for itself.
memory() {
	case $1 in
	huge1g) echo 2560 ;;
	*) echo 1536 ;;
	esac
}

# A socket is in one node, as the kernel sees to.
smp() {
	case $1 in
	churn) echo 2,sockets=2 ;;
	*) echo 2 ;;
	esac
}

# QEMU's options for a machine of two NUMA nodes, each with half of it all.
nodes() {
	case $1 in
	churn)	half=size=$(($(memory "$1") / 2))M
		echo "-object memory-backend-ram,id=m0,$half" \
			"-object memory-backend-ram,id=m1,$half" \
			"-numa node,nodeid=0,cpus=0,memdev=m0" \
			"-numa node,nodeid=1,cpus=1,memdev=m1" ;;
	esac
}

cost() {
	case $1 in
	huge1g) echo 5 $(($(memory "$1") + 512)) ;;
	churn) echo 10 $(($(memory "$1") + 512)) ;;
	*) echo 4 $(($(memory "$1") + 512)) ;;
	esac
}

check() {
	"$here/../provision/setup.sh" --check svm
	exec "$here/../provision/kernel.sh" check x86 kvm-amd "$package"
}

prepare() {
	modules=$("$here/../provision/kernel.sh" place x86 "$package" "$1/kernel")
	"$here/../provision/initramfs.sh" "$modules" 'kvm-amd zram' "$2" "$1" >"$1/initramfs"
}

# thread=single: with one thread per CPU, QEMU 7.2 now and then runs a stale
# int3 while the kernel patches its text, and the kernel oopses. nowatchdog: on
# a busy host an emulated CPU may stand still for longer than the kernel likes.
# no_timer_check: for the same reason it may see too few timer ticks in what it
# takes for ten, and panic with "IO-APIC + timer doesn't work!".
run() {
	configs=$(for config in $(echo "$1" | tr , ' '); do
		echo "$config:$(parameters "$config" | paste -sd,)"
	done)
	case $1 in
	huge1g)	# A page of 1G is found while the memory is still empty.
		early='hugepagesz=1G hugepages=1' ;;
	*,*) early= ;;
	*)	# A kernel that has KVM built in looks for them here.
		early=$(parameters "$1" | paste -sd' ') ;;
	esac
	# shellcheck disable=SC2046
	exec qemu-system-x86_64 \
		-accel tcg,thread=single -cpu max,+svm,+npt -smp "$(smp "$1")" -m "$(memory "$1")" \
		$(nodes "$1") \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$3/kernel" -initrd "$3/initramfs" \
		-append "console=ttyS0 panic=-1 nowatchdog no_timer_check $early \
KVM_DIRTY_CONFIGS=\"$(echo "$configs" | tr '\n' ' ')\" \
KVM_DIRTY_ARGS=\"$KVM_DIRTY_ARGS\" KVM_DIRTY_REPLAY=\"$KVM_DIRTY_REPLAY\"" \
		-serial "file:$2/console.log" -serial stdio
}

case $1 in
arch) echo x86 ;;
launch) ;;
configs) echo default npt0 tdp0 eager0 nested0 huge1g churn ;;
image) echo "$package" ;;
# Longer than a case may take by its own deadline.
limits) echo 240 720 10 ;;
check | cost | prepare | run) "$@" ;;
esac
