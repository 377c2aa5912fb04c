# SPDX-License-Identifier: GPL-2.0-only
#
# Platform arm64: KVM on an emulated arm64 processor, in QEMU. run/Platform.pm explains
# the keys.
use strict;
use warnings;

my $large = 'linux-image-6.12-arm64-16k:arm64';
# KVM is built in, and its mode is a parameter of the kernel.
my @nvhe = ('kvm-arm.mode=nvhe');
# A case is cheaper without these, as on svm.
my @quick = qw(init_on_alloc=0 cgroup_disable=memory hardened_usercopy=off
	rcupdate.rcu_expedited=1 cryptomgr.notests debugfs=off);

return {
	order => 4,
	about => 'emulated arm64 machine',
	arch => 'arm64',
	package => 'linux-image-6.12-arm64:arm64',
	busybox => 'busybox-static:arm64',
	needs => ['arm64'],
	memory => 1536,
	overhead => 512,
	cpus => [2, 1],
	saved => 1,
	minutes => 6,
	# A case may take less than this by its own deadline.
	limits => { boot_s => 240, silent_s => 720, slowness => 10 },
	port => 'ttyS0',
	configs => [
		default => { pages_kib => 4 },
		nvhe => { pages_kib => 4, kernel => [@nvhe] },
		protected => { pages_kib => 4, kernel => ['kvm-arm.mode=protected'] },
		'16k' => { pages_kib => 16, package => $large, minutes => 8 },
		'16k-nvhe' => { pages_kib => 16, package => $large, kernel => [@nvhe],
			minutes => 10 },
	],
	# pauth-impdef: QEMU's own algorithm for pointer authentication instead of the
	# architected one, which is slow to emulate. thread=single as on svm, although a
	# dozen boots with one thread per CPU showed no trouble here: it is no slower.
	version => sub { Machine::version_of('version', 'qemu-system-aarch64', '--version') },
	command => sub {
		my ($boot) = @_;
		return ('qemu-system-aarch64', '-accel', 'tcg,thread=single',
			'-M', 'virt,virtualization=on,gic-version=3',
			'-cpu', 'max,pauth-impdef=on', '-smp', $boot->{cpus},
			$boot->{exact} ? ('-icount', 'shift=0,sleep=off', '-seed', 1,
				'-rtc', 'base=2026-01-01,clock=vm') : (),
			'-m', $boot->{memory}, @{$boot->{config}{emulator}},
			qw(-nodefaults -no-user-config -display none -no-reboot),
			'-kernel', $boot->{kernel}, '-initrd', $boot->{initramfs},
			'-append', 'console=ttyAMA0 panic=-1 nowatchdog ' .
				"@quick " . $boot->{early},
			'-chardev', 'file,id=console,append=on,path=' .
				$boot->{console} =~ s/,/,,/gr,
			'-serial', 'chardev:console',
			'-chardev', 'stdio,id=results,signal=off',
			'-device', 'pci-serial,chardev=results');
	},
};
