#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# results.pl [--dry-run] RECORD: tell LAVA the results in the record of a run (results.json), by
# lava-test-set and lava-test-case, which are on the device. A set is a column and a test
# ("svm-default.smoke"); a case is the rest of the name ("armed.ring-min.thp"), with the
# characters that LAVA's addresses of results allow. --dry-run prints the commands.
use strict;
use warnings;
use JSON::PP;

# LAVA has four words.
my %word = (pass => 'pass', unexpected => 'pass', fail => 'fail', error => 'fail',
	skip => 'skip', known => 'unknown');

my $dry = $ARGV[0] eq '--dry-run' && shift;

sub lava {
	my (@command) = @_;
	return print "@command\n" if $dry;
	system(@command) == 0 or die "@command: exit status " . ($? >> 8) . "\n";
}

my ($file) = @ARGV;
open my $in, '<:raw', $file or die "$file: $!\n";
my $record = do { local $/; decode_json(<$in>) };
my %column = map { ("$_->{platform} $_->{config}" => $_->{name}) } @{$record->{columns}};
my $set = '';
for my $case (@{$record->{cases}}) {
	my ($test, $name) = split m!/!, $case->{name}, 2;
	my $of = $column{"$case->{platform} $case->{config}"} . ".$test";
	if ($of ne $set) {
		lava('lava-test-set', 'stop') if $set ne '';
		lava('lava-test-set', 'start', $set = $of);
	}
	$name = join '.', ($name // 'platform') =~ tr!@,/!.!r =~ s/[^-_a-zA-Z0-9.+]/_/gr,
		$case->{run} > 1 ? "run-$case->{run}" : ();
	lava('lava-test-case', $name, '--result', $word{$case->{verdict}});
}
lava('lava-test-set', 'stop') if $set ne '';
