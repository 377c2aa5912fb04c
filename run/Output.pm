# SPDX-License-Identifier: GPL-2.0-only
#
# For scripts whose standard output is what they are run for: where it does not
# take all of it, as its disk is full or nobody reads its pipe any more, the script
# says so when it ends, and does not end with 0.
package Output;
use strict;
use warnings;

$SIG{PIPE} = 'IGNORE';

END {
	my $status = $?;
	if (!close STDOUT) {
		my $me = $ENV{KVM_DIRTY_NAME} // $0;
		print STDERR "$me: cannot write to standard output: $!\n";
		$status ||= 2;
	}
	$? = $status;
}

1;
