# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the first process does wherever the machine is ours: an emulated platform (init) or
# a host that was booted from the stick (stick); to be sourced. It mounts what the test
# programs need, and has verbs that load KVM and see that its parameters took. Who
# sources it has
#
#   trouble TEXT...     tells why KVM cannot be used, and is false
#   module_parameters, kernel_parameters, pools, pages   as orders have them: lines
#                       module, kernel, pool (SIZE=N) and pages of run/Orders.pm
#
# shellcheck disable=SC2154
busybox=/bin/busybox
$busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t debugfs debug /sys/kernel/debug || :
mount -t tracefs trace /sys/kernel/tracing || :
mkdir -p /dev/shm /dev/hugepages
mount -t tmpfs tmp /tmp
mount -t tmpfs shm /dev/shm
# For the backings that want huge pages. As many as there are is fine too. By
# their size, as the default size may be another, and most of the memory.
pool=/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages
[ ! -e "$pool" ] || echo 32 >"$pool" || :
if [ -e /sys/kernel/mm/hugepages/hugepages-32768kB ]; then
	echo 2 >/sys/kernel/mm/hugepages/hugepages-32768kB/nr_hugepages || :
fi

# KVM's own modules are loaded anew, those that they depend on stay.
unload() {
	# shellcheck disable=SC2013
	for module in $(sed '1!G;h;$!d' /modules); do
		case $module in
		kvm*)	[ ! -d "/sys/module/$module" ] || rmmod "$module" ||
				trouble "cannot unload module $module" ||
				return ;;
		esac
	done
}

# load PATTERN: the modules that PATTERN names and that are not there yet.
load() {
	wanted=$1
	while read -r module; do
		# A glob, so it is not quoted.
		# shellcheck disable=SC2254
		case $module in $wanted) ;; *) continue ;; esac
		[ ! -d "/sys/module/$module" ] || continue
		set --
		for word in $module_parameters; do
			case $word in
			"$module".*) set -- "$@" "${word#*.}" ;;
			esac
		done
		insmod "/lib/$module.ko" "$@" ||
			trouble "cannot load module $module${*:+ $*}" || return
	done </modules
}

has_kvm() {
	[ -c /dev/kvm ] || trouble "there is no /dev/kvm with" \
		"${modules:-no modules, so KVM is not built in}"
}

# is WORD VALUE FILE: WORD took if FILE has VALUE.
is() {
	[ "$(tr YN 10 <"$3" || :)" = "$2" ] || trouble "$1 did not take"
}

# What a mode of KVM on arm64 wants.
hint() {
	case $1 in
	VHE*) echo ': it wants Linux 6.16 or later (--kernel 7.3), and a processor with FEAT_NV2' ;;
	esac
}

# A parameter that did not take would make this the test of another config.
took() {
	for word in $module_parameters; do
		file=/sys/module/${word%%.*}/parameters/${word#*.}
		is "$word" "${word#*=}" "${file%%=*}" || return
	done
	for word in $pools; do
		is "hugepages-$word" "${word#*=}" \
			"/sys/kernel/mm/hugepages/hugepages-${word%=*}/nr_hugepages" ||
			return
	done
	# No module's parameter: the kernel says what it does.
	for word in $kernel_parameters; do
		mode=${word#*=}
		# It tells of the processor's part.
		[ "$mode" != nested ] || mode='VHE\+NV[0-9]*'
		dmesg | grep -qiE "[ h]$mode( [hn]VHE)? mode initialized" ||
			trouble "$word did not take$(hint "$mode")" || return
	done
	[ "$pages" ] || return 0
	# Of the auxiliary vector 6 is AT_PAGESZ.
	kib=$(od -An -v -t u8 /proc/self/auxv | awk '$1 == 6 { print $2 / 1024 }')
	[ "$kib" = "$pages" ] || trouble "pages are $kib KiB, not $pages"
}
