#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# costs.pl DIR [NAME...]: does --cost notice a KVM that is right, and slow? Builds KVM for
# platform svm with one of the patches in costs/ at a time, runs the rows that its header
# says are dearer, and compares them with those of the same source without a patch (the
# control, in DIR/control). A patch whose header names no row is right and cheap: all rows
# are run, and none may be dearer. NAME is the name of a file in costs/ without .sed, with
# globs; default: all. Results are in DIR.
# Exit status: 0 if all came out as said, 1 if one did not, 2 if something could not run.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../run";
use Child;
use Cost;
use File::Basename qw(basename);
use Output;
use Record;
use Say;

my ($out, @names) = @ARGV;
refuse('usage: costs.pl DIR [NAME...]') if !defined $out;
$| = 1;
chdir "$FindBin::Bin/.." or die "$FindBin::Bin/..: $!\n";
mkdir $out or refuse("$out: $!");
my @files = map { my $name = $_; glob "mutants/costs/$name.sed" } @names ? @names : '*';
refuse('there is no such patch in mutants/costs') if grep { !-f } @files or !@files;

# The rows that the header of a patch names.
sub rows {
	my ($file) = @_;
	open my $from, '<', $file or refuse("$file: $!");
	my ($rows) = map { /^# dearer: (.*)/ ? $1 : () } <$from>;
	refuse("$file does not say what is dearer") if !defined $rows;
	return $rows eq '-' ? () : split ' ', $rows;
}

# What rows cost on KVM with the patch in $file, or without: a record.
sub measured {
	my ($name, $file, @rows) = @_;
	my ($status, $said) = Child::output('mutants/build.sh', 'x86', 'linux-image-6.12-amd64',
		defined $file ? "$FindBin::Bin/costs/" . basename($file) : ());
	exit 2 if $status;
	my (undef, $kernel, $modules) = split /\n/, $said;
	$status = Child::wait_for(Child::start(out => "$out/$name.log", err => "$out/$name.log",
		command => ['./run_tests.sh', '--cost', '--platform', 'svm', '--kernel', $kernel,
		'--modules', $modules, '--out', "$out/$name", @rows]));
	refuse("$name: exit status $status, see $out/$name.log") if $status;
	return Record::load("$out/$name");
}

my $control = measured('control');
my $wrong = 0;
for my $file (@files) {
	my $name = basename($file, '.sed');
	my @rows = rows($file);
	my @dearer = grep { $_->[4] > $_->[5] }
		Cost::differences($control, measured($name, $file, @rows));
	my $right = @rows ? @dearer > 0 : !@dearer;
	$wrong++ if !$right;
	printf "%-22s %-8s %s\n", $name, $right ? (@rows ? 'caught' : 'right') :
		@rows ? 'MISSED' : 'FALSE', !@dearer ? '' : sprintf '%s at %d %s: %+.0f%%',
		$dearer[0][0] =~ s/.* //r, @{$dearer[0][1]}{qw(x what)}, $dearer[0][4];
}
print @files - $wrong, ' of ', scalar @files, " came out as their headers say\n";
exit($wrong ? 1 : 0);
