# SPDX-License-Identifier: GPL-2.0-only
#
# What the runner says, and how it refuses.
package Say;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(refuse say_line);

# The name that every message begins with.
sub name {
	return $ENV{KVM_DIRTY_NAME} // $0 =~ s!.*/!!r;
}

# End with one line on standard error and exit status 2.
sub refuse {
	my (@words) = @_;
	print STDERR name(), ": @words\n";
	exit 2;
}

# Print a line on standard output. Its disk may be full, or its pipe without a reader.
sub say_line {
	my ($line) = @_;
	local $SIG{PIPE} = 'IGNORE';
	local $| = 1;
	print "$line\n" or refuse('cannot write to standard output');
}

1;
