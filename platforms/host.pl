# SPDX-License-Identifier: GPL-2.0-only
#
# Platform host: this machine's /dev/kvm. run/Platform.pm explains the keys.
use strict;
use warnings;

return {
	order => 1,
	about => 'this machine',
	configs => [default => {}],
	limits => { boot_s => 10, silent_s => 120, slowness => 1 },
	# Time matters on the host.
	alone => 1,
	memory => 0,
	here => 'KILL',
	check => sub {
		my ($probe) = @_;
		# The folder's name may have a blank.
		open my $said, '-|', 'sh', '-c', '"$0" 2>&1 >/dev/null', $probe
			or Say::refuse("sh: $!");
		my $why = join '', <$said>;
		return if close $said;
		chomp $why;
		Say::refuse('platform host:', $why ne '' ? $why : "$probe failed");
	},
};
