#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Shards of a run of mutants: each mutant is one shard's, and the tables of all make that of
# the whole.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, map { "$FindBin::Bin/../../$_" } qw(run mutants);
use File::Temp qw(tempdir);
use Files;
use Mutant;
use Platform;
use Shards;
use Test::More;
use Try;

my $dir = tempdir(CLEANUP => 1);
chdir "$FindBin::Bin/../.." or die "$!\n";
write_file("$dir/build/tests/t", "#!/bin/sh\n", 0755);
$ENV{KVM_DIRTY_BUILD} = "$dir/build";
my $svm = Platform::find('svm');
my @mutants = grep { $_->is_for('6.12.117') } Mutant::find();
$_->{configs} = [$_->configs('svm')] for @mutants;
@mutants = grep { @{$_->{configs}} } @mutants;

my %cost = Shards::costs($svm, @mutants);
ok(!(grep { $cost{$_} < 15 } keys %cost), 'each mutant costs something');
ok($cost{'mark-not-atomic'} > 5 * $cost{'get-no-flush'}, 'one that nothing kills costs more');

my %told = (seed => 1);
my @shards = map { Shards->new("$_/4", $svm, '6.12.117', \%told, @mutants) } 1 .. 4;
is_deeply([sort map { $_->{name} } map { $_->mine } @shards],
	[sort map { $_->{name} } @mutants], 'each mutant is one shard\'s');
is(scalar(Shards->new(undef, $svm, '6.12.117', \%told, @mutants)->mine), @mutants,
	'... and all are the whole\'s');
is($shards[1]->words, 'shard 2 of 4: ', 'which it is');
is(refused(sub { Shards->new('1/3', $svm, '6.12.117', \%told, @mutants[0, 1]) }),
	'shards.t: --shard 1/3: more shards than mutants (2)', 'too many shards');

# What a run leaves, of mutants that are all killed but one, and one that cannot be seen.
sub leave {
	my ($name, $told, $control, @mine) = @_;
	mkdir "$dir/$name";
	my @made = map { { %$_, verdict => $_->{name} =~ /^g/ ? 'survived' : 'killed', equivalent =>
		$_->{name} eq 'get-no-flush' ? 'nobody asks' : undef, seconds => 2, what => 'a/b@x' } }
		@mine;
	return Shards::tell("$dir/$name", { %$told, mutants => \@made, elsewhere => [],
		out_of_range => [{ name => 'old' }], controls => [{ name => 'control-default',
			configs => ['default'], verdict => $control, what => 'w', seconds => 7 }] });
}

my @few = (@mutants[0 .. 4], grep { $_->{name} =~ /^get-/ } @mutants);
my ($whole, $status) = leave('whole', Shards->new(undef, $svm, '6.12.117', \%told, @few)->{told},
	'passed', @few);
sub shard {
	my ($number, $control, %more) = @_;
	my $shard = Shards->new("$number/3", $svm, $more{release} // '6.12.117',
		{ %told, %more }, @few);
	my $name = join '-', $number, $control, keys %more;
	leave($name, $shard->{told}, $control, $shard->mine);
	return "$dir/$name";
}
my @good = map { shard($_, 'passed') } 1 .. 3;

sub told {
	my ($merged, @lost) = Shards::merge(Shards::read_folders(@_));
	mkdir "$dir/all";
	return (Shards::tell("$dir/all", $merged), @lost);
}
my ($text, $is, @lost) = told(@good);
is($text =~ s/default in \d+/default in 7/r, $whole =~ s/default in \d+/default in 7/r,
	'the table of all shards is that of the whole');
is("$is @lost", "$status ", '... and so is the status');
is(slurp("$dir/all/mutants.txt"), $text, '... and it is written');
($text, $is, @lost) = told(@good[0, 2]);
like($text, qr/^\S+ +- +ERROR +shard 2 of 3, which had it, is lost$/m, 'a shard is lost');
is("$is @lost", '2 2', '... which is an error');
($text, $is) = told(@good[0, 1], shard(3, 'failed'));
like($text, qr/the control FAILED, .*: control-default: w$/m, 'a control that fails');
is($is, 2, '... and nothing counts');

sub strange {
	my ($pattern, @all) = @_;
	like(refused(sub { Shards::read_folders(@all) }), $pattern, "refused: $pattern");
}
strange(qr/there is no shard of mutants in/, "$dir/nix");
strange(qr/whole is no shard/, "$dir/whole");
write_file("$dir/odd/mutants.json", '{ "version": 1, "shard": 3 }');
strange(qr/odd is no shard/, "$dir/odd");
strange(qr/shard 1 of 3 is there twice/, @good, $good[0]);
strange(qr/not of one run: the $_->[0] is not the same/, $good[0], shard(2, 'passed', @$_))
	for [seed => 2], [kernel => '/k'], [config => 'churn'], [peers => 1];
write_file("$dir/build/tests/t", "#!/bin/sh\n# anew\n", 0755);
strange(qr/not of one run: the build, or the mutants/, $good[0], shard(2, 'new'));
done_testing;
