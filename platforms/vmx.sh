#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Platform vmx: KVM on an emulated Intel processor with page modification
# logging (PML), in Bochs. The verbs are explained in svm.sh. A boot takes half a
# minute here, so that configs share one; but two, and not all: with all of them it
# would be by far the last one to end. A second CPU makes all of it take nearly
# twice as long, busy or not, and so only the cases have one that it is for.
set -eu

here=$(dirname "$0")
package=linux-image-6.12-amd64
memory=1536

# Bochs counts time in instructions: so many are a second, whatever it takes.
ips=50000000

# The parameters of config $1. Processors like this one get their NX huge pages
# as a mitigation, and mitigations are off. Of force_emulation_prefix see svm.sh.
#
# Where there is PML: Bochs 2.7 logs the whole address in its buffer, where a
# processor logs that of the page; vmx_flush_pml_buffer() in arch/x86/kvm/vmx/vmx.c
# warns of it for each store that is not at the page's begin, and is inlined in
# the function that is named.
parameters() {
	echo kvm.nx_huge_pages=1
	echo kvm.force_emulation_prefix=1
	case $1 in
	default) echo warns=vmx_handle_exit ;;
	pml0) echo kvm_intel.pml=0 ;;
	eptad0) echo kvm_intel.eptad=0 ;;
	ept0) echo kvm_intel.ept=0 ;;
	esac
}

# What makes a boot shorter: it took two minutes. Most was a slow serial console,
# then tests and checks that the kernel makes of itself, then modules' signatures.
# - loglevel=4: the UART is as slow as a real one. What warns while a test runs
#   is read by the test itself. Two warnings about what this processor's CPUID
#   says, while booting, are not shown then.
# - earlyprintk: what ends a boot before there is a console is told all the same.
# - tsc_early_khz: the processor says 3.5 GHz; its timers know only ips.
# - rcu_expedited: a grace period is waiting, and waiting is emulated as well.
# - idle=halt: a processor that MWAITs does not see what another one stores, and
#   sleeps until its next timer tick.
# - clearcpuid: for the size of a compacted XSAVE area CPUID gives that of one that
#   is not, and the kernel then does without XSAVE ("XSAVE consistency problem",
#   arch/x86/kernel/fpu/xstate.c), so that no guest has AVX.
quick="quiet loglevel=4 earlyprintk=ttyS0 log_buf_len=4M nokaslr rodata=off mitigations=off \
rcupdate.rcu_expedited=1 idle=halt clearcpuid=xsavec,xsaves cryptomgr.notests \
tsc_early_khz=$((ips / 1000)) \
initcall_blacklist=trace_eval_init,init_kprobe_trace,jent_mod_init,\
load_system_certificate_list,bpf_tcp_ca_kfunc_init,bpf_dummy_struct_ops_init"

check() {
	"$here/../provision/setup.sh" --check vmx
	exec "$here/../provision/kernel.sh" check x86 kvm-intel "$package"
}

prepare() {
	modules=$("$here/../provision/kernel.sh" place x86 "$package" "$1/kernel")
	SLOW=1 "$here/../provision/initramfs.sh" "$modules" kvm-intel "$2" "$1" \
		>"$1/initramfs"
	mend_bochs "$1"
}

# See bochs_divide.c, which is for a Bochs of this machine's architecture.
mend_bochs() {
	[ "$(uname -m)" != x86_64 ] || gcc -O2 -Wall -Wextra -Werror -shared \
		-fPIC -o "$1/divide.so" "$here/../provision/bochs_divide.c"
}

# A CD with kernel, initramfs and command line is what Bochs' BIOS can boot.
make_cd() {
	cat >"$1/isolinux.cfg" <<-END
	default tests
	label tests
	kernel /kernel
	initrd /initramfs
	append console=ttyS0 panic=-1 nowatchdog no_timer_check $quick $3
	END
	xorriso -as mkisofs -quiet -o "$1/cd.iso" -graft-points \
		-b isolinux.bin -no-emul-boot -boot-load-size 4 \
		-boot-info-table \
		isolinux.bin=/usr/lib/ISOLINUX/isolinux.bin \
		ldlinux.c32=/usr/lib/syslinux/modules/bios/ldlinux.c32 \
		isolinux.cfg="$1/isolinux.cfg" \
		kernel="$2/kernel" initramfs="$2/initramfs" 2>"$1/xorriso.log" ||
		{ cat "$1/xorriso.log" >&2; exit 2; }
}

run() {
	boot=$(mktemp -d "$3/boot.XXXXXX")
	configs=$(for config in $(echo "$1" | tr , ' '); do
		echo "$config:$(parameters "$config" | paste -sd,)"
	done)
	case $1 in
	*,*) early= ;;
	*)	# A kernel that has KVM built in looks for them here.
		early=$(parameters "$1" | paste -sd' ') ;;
	esac
	make_cd "$boot" "$3" "$early KVM_DIRTY_CONFIGS=\"$(echo "$configs" | paste -sd' ')\" \
KVM_DIRTY_ARGS=\"$KVM_DIRTY_ARGS\" KVM_DIRTY_LATER=\"${KVM_DIRTY_LATER-}\" \
KVM_DIRTY_REPLAY=\"$KVM_DIRTY_REPLAY\""
	case $(cat "$3/cpus") in
	1) cpus=count=1 ;;
	*) cpus='count=2, quantum=32' ;;
	esac
	cat >"$boot/bochsrc" <<-END
	memory: guest=$memory, host=$memory
	romimage: file=/usr/share/bochs/BIOS-bochs-latest
	vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
	cpu: model=corei7_skylake_x, $cpus, ips=$ips
	ata0-master: type=cdrom, path=$boot/cd.iso, status=inserted
	boot: cdrom
	com1: enabled=1, mode=file, dev=$2/console.log
	com2: enabled=1, mode=file, dev=\$RESULTS
	display_library: term
	sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
	log: /dev/null
	info: action=ignore
	error: action=ignore
	panic: action=fatal
	END
	here=$(cd "$here" && pwd)
	cd "$3"
	# By a name without the blanks and colons that the folder's may have.
	[ ! -f divide.so ] || export LD_PRELOAD=./divide.so
	exec "$here/../run/bochs.pl" "$boot/bochsrc"
}

case $1 in
arch) echo x86 ;;
launch) ;;
configs) echo default pml0 eptad0 ept0 ;;
image) echo "$package" ;;
boots)
	shift
	# A kernel that has KVM built in cannot load it anew.
	if [ -f "${KVM_DIRTY_KERNEL-}" ] && [ -z "${KVM_DIRTY_MODULES-}" ]; then
		printf '%s\n' "$@"
	else
		printf '%s\n' "$@" | xargs -n 2
	fi ;;
cpus) echo 2 1 ;;
cost) echo $((10 * ($# - 1))) $((memory + 256)) ;;
# Longer than a case may take by its own deadline.
limits) echo 900 2400 30 ;;
check | prepare | run | mend_bochs) "$@" ;;
esac
