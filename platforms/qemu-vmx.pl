# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-vmx: this machine's QEMU, and the firmware payload in it, on the KVM of
# platform vmx, which is an emulated Intel processor. All but what is in the initramfs
# is that platform's. run/Platform.pm explains the keys.
use strict;
use warnings;
use Child;
use Platform;

my $firmware = '/usr/share/ovmf/OVMF.fd';

return {
	%{Platform::description('vmx')},
	order => 7,
	about => 'the same on vmx, which takes hours',
	goal => 'vmm',
	# It takes hours.
	all => 0,
	needs => [qw(vmx qemu firmware vmm)],
	configs => [default => {}],
	# Two: QEMU works beside the guest that it runs.
	cpus => [],
	minutes => 60,
	overhead => 512,
	# A case boots firmware in a guest of an emulated machine, twice.
	limits => { boot_s => 900, silent_s => 4800, slowness => 30 },
	args => '-A kvm*',
	extra => sub {
		my ($dir) = @_;
		my $name = $ENV{KVM_DIRTY_QEMU} // 'qemu-system-x86_64';
		my ($program) = $name =~ m!/! ? $name :
			grep { -x } map { "$_/$name" } split /:/, $ENV{PATH};
		Machine::add_file($program, "$dir/bin/qemu-system-x86_64");
		Machine::add_file($firmware, "$dir$firmware");
		# Under the names that they are looked for by, as there is no cache of
		# them.
		my (undef, $says) = Child::output('ldd', $program);
		Machine::add_file($_, "$dir$_") for $says =~ m!^\s*(?:\S+ => )?(/\S+) \(!mg;
	},
};
