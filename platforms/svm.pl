# SPDX-License-Identifier: GPL-2.0-only
#
# Platform svm: KVM on an emulated AMD processor, in QEMU without any help from this
# host's virtualization. run/Platform.pm explains the keys.
use strict;
use warnings;

my @quick = qw(noreplace-smp init_on_alloc=0 cgroup_disable=memory hardened_usercopy=off
	mitigations=off rcupdate.rcu_expedited=1 cryptomgr.notests debugfs=off);

return {
	order => 2,
	about => 'emulated AMD machine',
	arch => 'x86',
	package => 'linux-image-6.12-amd64',
	driver => 'kvm-amd',
	load => ['kvm-amd', 'zram'],
	needs => ['svm'],
	# The prefix is for stores that KVM's emulator shall do (x86/stores/).
	modules => ['kvm.force_emulation_prefix=1'],
	memory => 1536,
	overhead => 512,
	cpus => [2, 1],
	saved => 1,
	minutes => 4,
	# A case may take less than this by its own deadline.
	limits => { boot_s => 240, silent_s => 720, slowness => 10 },
	configs => [
		default => {},
		npt0 => { modules => ['kvm_amd.npt=0'] },
		tdp0 => { modules => ['kvm.tdp_mmu=0'] },
		eager0 => { modules => ['kvm.eager_page_split=0'] },
		nested0 => { modules => ['kvm_amd.nested=0'] },
		huge1g => {
			# A page of 1G is found while the memory is still empty.
			early => ['hugepagesz=1G', 'hugepages=1'],
			pools => { '1048576kB' => 1 },
			memory => 2560,
			minutes => 5,
		},
		# A host that moves its memory about, between two NUMA nodes, too. A
		# socket is in one node, as the kernel sees to.
		churn => {
			beside => 'churn',
			early => ['debugfs=on'],
			through => 'mergeable',
			minutes => 10,
			smp => '2,sockets=2',
			emulator => [
				-object => 'memory-backend-ram,id=m0,size=768M',
				-object => 'memory-backend-ram,id=m1,size=768M',
				-numa => 'node,nodeid=0,cpus=0,memdev=m0',
				-numa => 'node,nodeid=1,cpus=1,memdev=m1',
			],
		},
	],
	# thread=single: with one thread per CPU, QEMU 7.2 now and then runs a stale
	# int3 while the kernel patches its text, and the kernel oopses. nowatchdog: on
	# a busy host an emulated CPU may stand still for longer than the kernel likes.
	# no_timer_check: for the same reason it may see too few timer ticks in what it
	# takes for ten, and panic with "IO-APIC + timer doesn't work!".
	#
	# The rest makes a case cheaper: smoke, reads and slots took 25 s of CPU time
	# without it, and 17 s with it.
	# - One CPU where that is enough: a wake-up on another one is an interrupt and an
	#   address space that is loaded anew. noreplace-smp: it has the locks all the
	#   same.
	# - -erms,-fsrm: a page is cleared by 512 steps of "rep stosq" and not by 4096 of
	#   "rep stosb".
	# - init_on_alloc=0 cgroup_disable=memory hardened_usercopy=off mitigations=off:
	#   checks and counts of Debian's that no test looks at. They change nothing in
	#   what KVM tracks: its huge pages that are not executable are for Intel's.
	# - rcu_expedited, cryptomgr.notests: waiting is emulated as well.
	# - debugfs=off: KVM makes some fifty files there for each VM.
	version => sub { Machine::version_of('version', 'qemu-system-x86_64', '--version') },
	command => sub {
		my ($boot) = @_;
		return ('qemu-system-x86_64', '-accel', 'tcg,thread=single',
			'-cpu', 'max,+svm,+npt,-erms,-fsrm',
			$boot->{exact} ? ('-icount', 'shift=0,sleep=off', '-seed', 1,
				'-rtc', 'base=2026-01-01,clock=vm') : (),
			'-smp', $boot->{config}{smp} // $boot->{cpus},
			'-m', $boot->{memory}, @{$boot->{config}{emulator}},
			qw(-nodefaults -no-user-config -display none -no-reboot),
			'-kernel', $boot->{kernel}, '-initrd', $boot->{initramfs},
			'-append', 'console=ttyS0 panic=-1 nowatchdog ' .
				"no_timer_check @quick " . $boot->{early},
			'-chardev', 'file,id=console,append=on,path=' .
				$boot->{console} =~ s/,/,,/gr,
			'-serial', 'chardev:console', '-serial', 'stdio');
	},
};
