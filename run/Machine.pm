# SPDX-License-Identifier: GPL-2.0-only
#
# What a platform needs before it can run: packages, kernels, an initramfs. What does the
# work is in provision/.
package Machine;
use strict;
use warnings;
use Child;
use File::Basename qw(dirname);
use File::Copy qw(copy);
use File::Path qw(make_path);
use Say;

# Copy a file to where an initramfs gets it from, for the extra() of a platform.
sub add_file {
	my ($from, $to) = @_;
	make_path(dirname($to));
	copy($from, $to) or refuse("$from: $!");
	chmod 0755, $to;
}

# Run a script of provision/; it has said why if it fails.
sub provide {
	my ($script, @arguments) = @_;
	Child::run("provision/$script", @arguments) == 0 or exit 2;
}

# The packages of kernels that these configs boot.
sub kernels {
	my ($platform, @configs) = @_;
	my %seen;
	return grep { defined && !$seen{$_}++ }
		map { $platform->{config}{$_}{package} } @configs;
}

# The options of kernel.sh that say which kernel the user wants.
sub wanted {
	my ($options) = @_;
	return map { defined $options->{$_} ? ("--$_", $options->{$_}) : () }
		qw(kernel modules);
}

# End with one line if the platform cannot run here. $probe is the program that says
# what this machine's KVM is.
sub check {
	my ($platform, $options, $probe, @configs) = @_;
	provide('setup.sh', '--check', @{$platform->{needs}})
		if @{$platform->{needs}};
	my %fetch = map { $_ => 1 } @{$platform->{fetch}},
		grep { defined } map { $platform->{config}{$_}{busybox} } @configs;
	provide('fetch.sh', $_, $ENV{CACHE}) for sort keys %fetch;
	provide('fetch-all.sh', $_, $ENV{CACHE}) for @{$platform->{fetch_all}};
	provide('kernel.sh', wanted($options), 'check', $platform->{arch},
		$platform->{driver}, $_) for kernels($platform, @configs);
	$platform->{check}->($probe, @configs) if $platform->{check};
}

# Make in folder $dir what boots with these configs share: PACKAGE.kernel and
# PACKAGE.initramfs for each of their kernels, and what the platform itself makes.
sub prepare {
	my ($platform, $options, $dir, @configs) = @_;
	for my $package (kernels($platform, @configs)) {
		my ($status, $modules) = Child::output('provision/kernel.sh',
			wanted($options), 'place', $platform->{arch}, $package,
			"$dir/$package.kernel");
		exit 2 if $status;
		chomp $modules;
		initramfs($platform, $platform->{config}{$configs[0]}{busybox},
			$dir, "$dir/$package.initramfs", $modules);
	}
	$platform->{prepare}->($dir) if $platform->{prepare};
}

# Without modules one initramfs serves all kernels.
sub initramfs {
	my ($platform, $busybox, $dir, $file, $modules) = @_;
	my @load = @{$platform->{load}};
	if (!@load) {
		link $_, $file and return for glob "\Q$dir\E/*.initramfs";
	}
	my $extra = "$dir/extra";
	if ($platform->{extra} && !-d $extra) {
		mkdir $extra or refuse("$extra: $!");
		$platform->{extra}->($extra);
	}
	local %ENV = %ENV;
	delete @ENV{qw(BUSYBOX STRIP EXTRA SLOW)};
	$ENV{BUSYBOX} = "$ENV{CACHE}/$busybox/bin/busybox" if defined $busybox;
	$ENV{STRIP} = 'aarch64-linux-gnu-strip' if $platform->{arch} eq 'arm64';
	$ENV{EXTRA} = $extra if $platform->{extra};
	$ENV{SLOW} = 1 if $platform->{slow};
	my $pid = Child::start(out => $file, command => ['provision/initramfs.sh',
		$modules, "@load", $platform->tests, $dir]);
	Child::wait_for($pid) == 0 or exit 2;
}

1;
