# SPDX-License-Identifier: GPL-2.0-only
#
# Which case has killed which mutant where: the table mutants/kills.tsv. A line is a
# mutant, PLATFORM-CONFIG and a case that failed there.
package Kills;
use strict;
use warnings;
use File::Find;
use Order;
use Say;

our $file = 'mutants/kills.tsv';

my $head = <<'END';
# Which case kills which mutant where. Made by ./run_tests.sh --mutants --kills; see
# docs/quick.md.
# mutant	platform-config	case
END

# All kills, each a list of mutant, place and case.
sub all {
	return Order::table($file);
}

# Replace what the table says of the mutants and platforms of @new by these kills.
sub renew {
	my (@new) = @_;
	my %anew = map { ("$_->[0]\t" . $_->[1] =~ s/-.*//r => 1) } @new;
	my %lines = map { (join("\t", @$_) . "\n" => 1) } @new,
		grep { !$anew{"$_->[0]\t" . $_->[1] =~ s/-.*//r} } all();
	open my $to, '>', "$file.new" or refuse("$file.new: $!");
	print $to $head, sort keys %lines;
	close $to && rename "$file.new", $file or refuse("$file: $!");
}

# The cases that have failed in a folder of results, without those whose failure says
# nothing of KVM.
sub failed {
	my ($dir) = @_;
	my %failed;
	return if !-d $dir;
	find({ no_chdir => 1, wanted => sub {
		return if !/\.tap\z/;
		open my $from, '<', $_ or refuse("$_: $!");
		for (<$from>) {
			next if !/^not ok \d+ (\S+@\S+)(?: # (\w+))?/;
			$failed{$1} = 1 if !$2 || $2 eq 'TIMEOUT';
		}
	} }, $dir);
	return sort keys %failed;
}

# Write a table of cases for programs to choose from (-f).
sub write_cases {
	my ($to, @cases) = @_;
	my %cases = map { $_ => 1 } @cases;
	open my $out, '>', $to or refuse("$to: $!");
	print $out map { "$_\n" } sort keys %cases;
	close $out or refuse("$to: $!");
}

1;
