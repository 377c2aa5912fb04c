# SPDX-License-Identifier: GPL-2.0-only
#
# run_tests.sh --image FILE: the stick, an image that boots a host into the kernel under
# test and the tests (docs/stick.md). It is a bundle, and inside/stick, which runs it, in an
# initramfs.
package Image;
use strict;
use warnings;
use Child;
use Place;
use Platform;
use Say;

# Whose kernel, modules and programs a stick has; what KVM itself is there (on arm64 it is
# built in); and GRUB's package where it is not one of this machine's.
my %kind = (
	x86 => { like => 'svm', kvm => [qw(kvm-amd kvm-intel zram)] },
	arm64 => { like => 'arm64', kvm => [], grub => 'grub-efi-arm64-bin:arm64' },
);

# What the stick itself is read and written with, and a keyboard. None for the disks of a
# host: AHCI, NVMe and their like.
my @medium = qw(xhci-pci ehci-pci ohci-pci uhci-hcd usb-storage uas sd_mod mmc_block
	sdhci-pci sdhci-acpi vfat nls_cp437 nls_ascii nls_iso8859-1 usbhid hid-generic);

# The network cards of hosts, which are loaded only if that is asked for (inside/network.sh).
# r8169 wants realtek, and virtio_net virtio_pci; neither says so where it is looked for.
my @cards = qw(virtio_pci virtio_net e1000 e1000e igb igc ixgbe i40e ice bnxt_en tg3
	mlx5_core realtek r8169 atlantic amd-xgbe);

# What --image asks, checked: --for is an architecture then.
sub check_options {
	my ($options) = @_;
	my $arch = $options->{image_for} = delete $options->{for} // $Platform::native;
	$kind{$arch} or refuse('--image --for wants one of',
		join(' ', sort keys %kind) . ", not '$arch'");
	refuse('--image is for the source tree') if Place::installed();
	refuse('--image takes no pattern: options.txt on the stick has them')
		if @{$options->{patterns}};
	refuse('--image wants one kernel') if @{$options->{kernels}} > 1;
	# It takes the place of what has that name: a file, and never a device.
	my $image = $options->{image};
	my $folder = $image =~ s![^/]*\z!!r;
	refuse("cannot write --image $image")
		if !-w $folder || -e $image && !(-f _ && -w _);
}

# The initramfs of the stick, in the file $file of the folder $work.
sub initramfs {
	my ($platform, $build, $modules, $work, $file) = @_;
	my $busybox = $platform->{config}{default}{busybox};
	local %ENV = %ENV;
	delete @ENV{qw(BUSYBOX STRIP SLOW RECEIVE)};
	$ENV{BUSYBOX} = "$ENV{CACHE}/$busybox/bin/busybox" if defined $busybox;
	$ENV{STRIP} = 'aarch64-linux-gnu-strip' if $platform->{arch} ne $Platform::native;
	@ENV{qw(INIT EXTRA PORT)} = ('stick', "$work/extra", '');
	mkdir $ENV{EXTRA};
	Ready::need('run/bundle.sh', $build, "$ENV{EXTRA}/bundle");
	Machine::add_file('inside/network.sh', "$ENV{EXTRA}/network.sh");
	my $pid = Child::start(out => "$file.cpio", command => ['provision/initramfs.sh',
		$modules, "@{$platform->{load}}", '', $work]);
	Child::wait_for($pid) == 0 or exit 2;
	# The kernel knows no other check of xz's.
	$pid = Child::start(in => "$file.cpio", out => $file,
		command => [qw(xz -3 -T0 --check=crc32 -c)]);
	Child::wait_for($pid) == 0 or refuse('cannot pack the initramfs');
}

sub make {
	my ($options) = @_;
	# Not by every run, which has Options.pm look at its options.
	require File::Temp;
	require Machine;
	require Ready;
	my $kind = $kind{$options->{image_for}};
	my $like = Platform::find($kind->{like});
	my $platform = bless { %$like, needs => ["image-$options->{image_for}"],
		load => [@{$kind->{kvm}}, @medium, 'network:', @cards],
		fetch => [grep { defined } $kind->{grub}] }, ref $like;
	Ready::set_up($options, $platform);
	Machine::check($platform, $options, '', 'default');
	say_line($_) for Machine::origins($platform, $options, 'default');
	my $work = File::Temp->newdir('kvm-dirty-image.XXXXXX', TMPDIR => 1);
	my ($status, $modules) = Child::output('provision/kernel.sh',
		Machine::wanted($options), 'place', $platform->{arch},
		$platform->{config}{default}{package}, "$work/kernel");
	exit 2 if $status;
	chomp $modules;
	my $build = $ENV{KVM_DIRTY_BUILD} || "build/$platform->{arch}";
	initramfs($platform, $build, $modules, $work, "$work/initramfs");
	my $grub = $kind->{grub} ?
		"$ENV{CACHE}/$kind->{grub}/usr/lib/grub/arm64-efi" : '';
	Ready::need('provision/stick.sh', $platform->{arch}, "$work/kernel",
		"$work/initramfs", $options->{image}, $grub);
	say_line("the image is $options->{image}, " .
		int(0.5 + (-s $options->{image}) / 1e6) . ' MB');
}

1;
