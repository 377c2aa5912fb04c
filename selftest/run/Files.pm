# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of the runner's modules: small files.
package Files;
use strict;
use warnings;
use Exporter 'import';
use File::Path qw(make_path);
our @EXPORT = qw(slurp write_file);

# Make a file, and the folders that it is in. Its mode is 0644 unless $mode says otherwise.
sub write_file {
	my ($name, $text, $mode) = @_;
	make_path($name =~ s!/[^/]*\z!!r) if $name =~ m!/!;
	open my $to, '>', $name or die "$name: $!\n";
	print $to $text;
	close $to or die "$name: $!\n";
	chmod $mode // 0644, $name or die "$name: $!\n";
}

# The whole of a file.
sub slurp {
	my ($name) = @_;
	open my $from, '<', $name or die "$name: $!\n";
	local $/;
	return <$from>;
}

1;
