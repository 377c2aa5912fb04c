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
use Qemu;
use Say;

# Copy a file to where an initramfs gets it from.
sub add_file {
	my ($from, $to) = @_;
	make_path(dirname($to));
	copy($from, $to) or refuse("$from: $!");
	chmod 0755, $to;
}

# The line of what a command says that tells its version; '' if there is none.
sub version_of {
	my ($pattern, @command) = @_;
	my (undef, $said) = Child::output('sh', '-c', 'exec "$@" 2>&1', 'sh', @command);
	my ($line) = grep { /$pattern/ } split /\n/, $said;
	return ($line // '') =~ s/^\s+|\s+\z//gr;
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
	provide('kernel.sh', wanted($options), 'check', $platform->{arch},
		$platform->{driver}, $_) for kernels($platform, @configs);
	Qemu::check($platform, $options->{qemu}, @configs) if $platform->{goal} eq 'vmm';
	$platform->{check}->($probe, @configs) if $platform->{check};
}

# What the kernel and the QEMU of Debian's that the user wants are: release, package and
# version, a line for each package of these configs.
sub origins {
	my ($platform, $options, @configs) = @_;
	my @qemus = $platform->{goal} eq 'vmm' ?
		Qemu::origins($platform, $options->{qemu}, @configs) : ();
	return @qemus if ($options->{kernel} // '/') =~ m!/!;
	return @qemus, map {
		my ($status, $said) = Child::output('provision/kernel.sh',
			wanted($options), 'origin', $platform->{arch}, $_);
		exit 2 if $status;
		my ($name, $version, $release) = split ' ', $said;
		"kernel $options->{kernel}: $release ($name $version)";
	} kernels($platform, @configs);
}

# Make in folder $dir what boots with these configs share: PACKAGE.kernel,
# PACKAGE.initramfs and PACKAGE.modules, a folder with KVM's modules, for each of their
# kernels, and what the platform itself makes.
sub prepare {
	my ($platform, $options, $dir, @configs) = @_;
	for my $package (kernels($platform, @configs)) {
		my ($status, $modules) = Child::output('provision/kernel.sh',
			wanted($options), 'place', $platform->{arch}, $package,
			"$dir/$package.kernel");
		exit 2 if $status;
		chomp $modules;
		initramfs($platform, $platform->{config}{$configs[0]}{busybox},
			$dir, $package, $modules);
	}
	$platform->{prepare}->($dir) if $platform->{prepare};
}

# Without modules one initramfs serves all kernels.
sub initramfs {
	my ($platform, $busybox, $dir, $package, $modules) = @_;
	my $file = "$dir/$package.initramfs";
	my $later = "$dir/$package.modules";
	mkdir $later or refuse("$later: $!");
	my @load = @{$platform->{load}};
	if (!@load) {
		link $_, $file and return for glob "\Q$dir\E/*.initramfs";
	}
	my $extra = "$dir/extra";
	my $has_qemu = $platform->{goal} eq 'vmm';
	if ($has_qemu && !-d $extra) {
		mkdir $extra or refuse("$extra: $!");
		Qemu::add_to($platform, $extra);
	}
	local %ENV = %ENV;
	delete @ENV{qw(BUSYBOX STRIP EXTRA INIT SLOW RECEIVE)};
	$ENV{BUSYBOX} = "$ENV{CACHE}/$busybox/bin/busybox" if defined $busybox;
	$ENV{STRIP} = 'aarch64-linux-gnu-strip' if $platform->{arch} eq 'arm64';
	$ENV{EXTRA} = $extra if $has_qemu;
	$ENV{SLOW} = 1 if $platform->{slow};
	$ENV{PORT} = $platform->{port};
	$ENV{RECEIVE} = $platform->tests . '/../receive' if $platform->{saved};
	my $pid = Child::start(out => $file, command => ['provision/initramfs.sh',
		$modules, "@load", $later, $dir]);
	Child::wait_for($pid) == 0 or exit 2;
}

# The file $name in $build or in a folder of it, without what only a debugger wants if
# there is such a one.
sub program {
	my ($build, $name) = @_;
	my $file = "$build/$name";
	my $stripped = "$build/stripped/" . $name =~ s!.*/!!r;
	return -e $stripped && -M _ <= -M $file ? $stripped : $file;
}

# The files that a machine gets for these jobs and this config, beside orders and tables:
# where they are there => where they are here. $dir is as it was for prepare().
sub files {
	my ($platform, $dir, $config, @jobs) = @_;
	my ($build, $tests) = $platform->tests =~ m!\A(.*)/([^/]+)\z!;
	my %files = ('runner.sh' => 'inside/runner.sh');
	for (map { (split)[1] } @jobs) {
		my ($above) = m!\A\.\./(.*)!;
		$files{$above // "tests/$_"} = program($build, $above // "$tests/$_");
	}
	my ($beside, $through) = @$config{qw(beside through)};
	$files{$beside} = "inside/$beside" if $beside;
	$files{$through} = program($build, $through) if $through;
	$files{"lib/$_"} = "$dir/$config->{package}.modules/$_"
		for modules($dir, $config);
	return %files;
}

# The files of KVM's modules; none if it is built in.
sub modules {
	my ($dir, $config) = @_;
	return map { s!.*/!!r } glob "\Q$dir/$config->{package}\E.modules/*.ko";
}

1;
