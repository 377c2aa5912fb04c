#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# costs.pl DIR [NAME...]: does --cost notice a KVM that is right, and slow? Builds KVM for
# platform svm with one of the patches in costs/ at a time, runs the rows that its header
# says are dearer, and compares them with those of the same source without a patch (the
# control, in DIR/control). A patch whose header names no row is right and cheap: all rows
# are run, and none may be dearer. NAME is the name of a file in costs/ without .sed, with
# globs, or any file, with a slash in it; default: all of costs/. Results are in DIR.
# Exit status: 0 if all came out as said, 1 if one did not, 2 if something could not run.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../run";
use Child;
use Costs;
use Output;
use Record;
use Say;

my ($out, @names) = @ARGV;
refuse('usage: costs.pl DIR [NAME...]') if !defined $out;
$| = 1;
my @files = Costs::find(@names);
mkdir $out or refuse("$out: $!");
$out = File::Spec->rel2abs($out);
chdir "$FindBin::Bin/.." or die "$FindBin::Bin/..: $!\n";

# What rows cost on KVM with the patch in $file, or without: a record.
sub measured {
	my ($name, $file, @rows) = @_;
	my $status = Child::wait_for(Child::start(out => "$out/$name.log",
		err => "$out/$name.log", command => ['./run_tests.sh', '--cost', '--platform',
		'svm', Costs::built($file), '--out', "$out/$name", @rows]));
	refuse("$name: exit status $status, see $out/$name.log") if $status;
	return Record::load("$out/$name");
}

my $control = measured('control');
my $wrong = 0;
for my $file (@files) {
	my $name = Costs::name($file);
	my @rows = Costs::rows($file);
	my ($word, $what) = Costs::judge(\@rows, $control, measured($name, $file, @rows));
	$wrong++ if $word !~ /^(?:caught|right)\z/;
	printf "%-22s %-8s %s\n", $name, $word, $what;
}
print @files - $wrong, ' of ', scalar @files, " came out as their headers say\n";
exit($wrong ? 1 : 0);
