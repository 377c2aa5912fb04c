# SPDX-License-Identifier: GPL-2.0-only
#
# For scripts whose standard output is what they are run for: where it does not
# take all of it, as its disk is full or nobody reads its pipe any more, the script
# says so when it ends, and does not end with 0.
package Output;
use strict;
use warnings;
use Say;

$SIG{PIPE} = 'IGNORE';

END {
	my $status = $?;
	if (!close STDOUT) {
		print STDERR Say::name(), ": cannot write to standard output: $!\n";
		$status ||= 2;
	}
	$? = $status;
}

1;
