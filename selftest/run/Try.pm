# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of the runner's modules: what a sub does that may end its process.
package Try;
use strict;
use warnings;
use Child;
use Exporter 'import';
our @EXPORT = qw(refused try);

# Call $do in a process of its own; returns its exit status, what it printed on standard
# output and on standard error.
sub try {
	my ($do) = @_;
	pipe my $out, my $to_out or die "pipe: $!\n";
	pipe my $err, my $to_err or die "pipe: $!\n";
	my $pid = Child::start(out => $to_out, err => $to_err, do => sub {
		$do->();
		return 0;
	});
	close $_ for $to_out, $to_err;
	local $/;
	my @said = map { scalar readline($_) // '' } $err, $out;
	return (Child::wait_for($pid), $said[1], $said[0]);
}

# What $do says when it is refused: one line and exit status 2; else what is wrong.
sub refused {
	my ($do) = @_;
	my ($status, undef, $said) = try($do);
	return "exit status $status" if $status != 2;
	return "not one line: $said" if $said !~ /\A[^\n]*\n\z/;
	chomp $said;
	return $said;
}

1;
