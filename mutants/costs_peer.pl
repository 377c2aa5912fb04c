#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# costs_peer.pl DIR [NAME...]: what costs.pl asks of --cost, asked of the kernel's own
# dirty_log_perf_test: can it tell a KVM that is right, and slow? It runs on KVM without a
# patch (the control) and with each patch of costs/, NAME as for costs.pl: five times as it
# is used, and once where its clock counts instructions, as --cost has it. A patch is told
# if one of the times that it prints is more than 5% above those of the control, each of the
# five above each of the five. Results are in DIR. Exit status: 0, or 2 if something could
# not run.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../run";
use Child;
use Costs;
use File::Spec;
use List::Util qw(max min);
use Output;
use Say;

my $test = 'dirty_log_perf_test';
# How it runs: a name, the options, and how many boots that is.
my @ways = (['by the wall', 5, '--repeat', 5, '--in-order'], ['by instructions', 1, '--cost']);

my ($out, @names) = @ARGV;
refuse('usage: costs_peer.pl DIR [NAME...]') if !defined $out;
$| = 1;
my @files = Costs::find(@names);
mkdir $out or refuse("$out: $!");
$out = File::Spec->rel2abs($out);
chdir "$FindBin::Bin/.." or die "$FindBin::Bin/..: $!\n";
refuse('mutants/peers.sh cannot compile it') if Child::run('mutants/peers.sh', 'build/x86');
$ENV{KVM_DIRTY_BUILD} = 'build/x86/peers';

# The times that it has printed in a folder of results: "CASE STEP" => [SECONDS...].
sub printed {
	my ($dir) = @_;
	my %times;
	for my $file (grep { -e } glob "\Q$dir\E/svm-default/{,run-*/}$test.tap") {
		open my $from, '<', $file or die "$file: $!\n";
		my @steps;
		while (my $line = <$from>) {
			push @steps, [$1, $2] if $line =~ /^# (.*) time: ([\d.]+)s$/;
			next if $line !~ m!^ok \d+ $test/(\S+)\@!;
			push @{$times{"$1, $_->[0]"}}, $_->[1] for @steps;
			@steps = ();
		}
	}
	return %times;
}

# Run it on KVM with the patch in $file, or without: its times, by the name of each way.
sub measured {
	my ($name, $file) = @_;
	my @kernel = Costs::built($file);
	my %of;
	for (@ways) {
		my ($way, $boots, @options) = @$_;
		my $dir = "$out/$name " . $way =~ s/.* //r;
		my $status = Child::wait_for(Child::start(out => "$dir.log", err => "$dir.log",
			command => ['./run_tests.sh', '--platform', 'svm', @kernel, @options, '--out',
			$dir, $test]));
		refuse("$name: exit status $status, see $dir.log") if $status;
		my %times = printed($dir);
		refuse("$name: $dir has not $boots times of each step")
			if !%times || grep { @$_ != $boots } values %times;
		$of{$way} = \%times;
	}
	return \%of;
}

# What a patch makes dearest, and its percents more; nothing if it is no more than 5.
sub told {
	my ($control, $patched) = @_;
	my ($worst, $percent) = ('', 5);
	for my $step (sort grep { $patched->{$_} } keys %$control) {
		my $more = 100 * (min(@{$patched->{$step}}) / max(@{$control->{$step}}) - 1);
		($worst, $percent) = ($step, $more) if $more > $percent;
	}
	return $worst eq '' ? '-' : sprintf '%s: %+.0f%%', $worst, $percent;
}

my $control = measured('control');
for my $file (@files) {
	my ($name, $patched) = (Costs::name($file), measured(Costs::name($file), $file));
	printf "%-22s %-6s %-16s %s\n", $name, Costs::rows($file) ? 'slow' : 'right', $_,
		told($control->{$_}, $patched->{$_}) for map { $_->[0] } @ways;
}
