# SPDX-License-Identifier: GPL-2.0-only
#
# The patches of KVM in costs/, which are right, and slow: sed scripts whose headers say
# what becomes dearer ("# dearer: ROW...", with globs), or that nothing does ("-").
package Costs;
use strict;
use warnings;
use Child;
use Cost;
use File::Basename qw(basename dirname);
use File::Spec;
use Say;

my $here = dirname(File::Spec->rel2abs(__FILE__));

# The patches that are named, as files: of costs/, without .sed and with globs, or any
# file, with a slash. All of costs/ without a name.
sub find {
	my (@names) = @_;
	my @files = map { m!/! ? $_ : glob "\Q$here\E/costs/$_.sed" } @names ? @names : '*';
	refuse('there is no such patch in mutants/costs') if grep { !-f } @files or !@files;
	return map { File::Spec->rel2abs($_) } @files;
}

sub name {
	my ($file) = @_;
	return basename($file, '.sed');
}

# The rows that a patch makes dearer; none if it is right and cheap.
sub rows {
	my ($file) = @_;
	open my $from, '<', $file or refuse("$file: $!");
	my ($rows) = map { /^# dearer: (.*)/ ? $1 : () } <$from>;
	refuse("$file does not say what is dearer") if !defined $rows;
	return $rows eq '-' ? () : split ' ', $rows;
}

# Build KVM with a patch, or without: the kernel and the folder of modules, as options for
# run_tests.sh.
sub built {
	my ($file) = @_;
	my ($status, $said) = Child::output("$here/build.sh", 'x86', 'linux-image-6.12-amd64',
		$file // ());
	exit 2 if $status;
	my (undef, $kernel, $modules) = split /\n/, $said;
	return ('--kernel', $kernel, '--modules', $modules);
}

# What to say of a patch with a header that names @$rows, from the records of the control
# and of the patch: caught, right, MISSED or FALSE, and what was dearest.
sub judge {
	my ($rows, $control, $record) = @_;
	my @dearer = grep { $_->[4] > $_->[5] } Cost::differences($control, $record);
	my $what = !@dearer ? '' : sprintf '%s at %d %s: %+.0f%%',
		$dearer[0][0] =~ s/.* //r, @{$dearer[0][1]}{qw(x what)}, $dearer[0][4];
	return (@$rows ? @dearer ? 'caught' : 'MISSED' : @dearer ? 'FALSE' : 'right', $what);
}

1;
