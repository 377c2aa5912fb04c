#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The page that is made of a record, as text; selftest/page.sh opens it in a browser.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use Html;
use JSON::PP;
use Measured;
use Plots;
use Record;
use Results;
use Test::More;

sub page {
	my ($record) = @_;
	open my $to, '>', \my $text or die;
	Html::write_to($to, $record);
	close $to;
	utf8::decode($text);
	return $text;
}

my $record = Record::finish(Results::folder(tempdir(CLEANUP => 1) . '/a'), 'complete');
my $page = page($record);
my ($json) = $page =~ m!<script type="application/json" id="data">(.*?)</script>!s;
my $cells = JSON::PP->new->decode($json);
my @cases = map { @$_ } values %$cells;
is(@cases, @{$record->{cases}}, 'each case is in the page');
is_deeply([sort map { "$_->[0] $_->[1]" } @cases],
	[sort map { "$_->{name} $_->{verdict}" } @{$record->{cases}}], '... with its verdict');
for (@Record::verdicts) {
	like($page, qr/<span class="chip $_">$record->{run}{counts}{$_} /, "a number of $_");
}
my ($fails) = grep { $_->[0] eq 'a/fails@ring' } @cases;
is(scalar(grep { /slot 10: missed 5 pages/ } @{$fails->[4]{lines}}), 1, 'evidence');
is($fails->[4]{replay}, './run_tests.sh x', 'a replay');
my @links = $page =~ /href="#([^"]+)"/g;
ok(@links >= 4, 'links to cells');
is_deeply([grep { !$cells->{$_} } @links], [], '... that are there');
is_deeply([$page =~ /((?:src|srcset|action)=|url\(|\@import|<link|<iframe)/g], [],
	'nothing is fetched');
like($page, qr/h<\/h1>/, 'the name of the host');
like($page, qr/nothing new is broken|KVM failed/, 'a verdict');
like($page, qr/backing huge2m: no free huge pages/, 'why cases are skipped');

# Text is text, wherever it comes from.
my $evil = '</script><img src=x onerror=alert(1)>"&amp;';
for my $case (@{$record->{cases}}) {
	$case->{reason} = $evil if $case->{verdict} =~ /^(?:fail|error|skip|unexpected)\z/;
	$case->{evidence}{lines} = [$evil] if $case->{verdict} eq 'fail';
}
$record->{run}{machine}{hostname} = $record->{run}{arguments}[0] = $record->{run}{version} =
	$record->{columns}[0]{facts}{kernel} = $record->{findings}{F1} = $evil;
my $hostile = page($record);
unlike($hostile, qr/<img/, 'no element comes from a record');
is(() = $hostile =~ m!</script>!g, 2, '... and none ends early');
ok(index($hostile, '&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&amp;amp;') > 0,
	'... but it is shown');
($json) = $hostile =~ m!<script type="application/json" id="data">(.*?)</script>!s;
ok((grep { ($_->[4]{lines} // [''])->[0] eq $evil }
	map { @$_ } values %{JSON::PP->new->decode($json)}), '... in the data, too');

# A record that says the least.
like(page({ version => 1, run => { end => 'unfinished' }, columns => [], cases => [] }),
	qr/the run did not end/, 'a record of nothing');

# What a step costs.
my %at = (name => 'get/a@x', platform => 'p', config => 'c', run => 1, verdict => 'pass');
like(page({ version => 1, run => { end => 'complete' }, columns => [{ name => 'p-c',
	platform => 'p', config => 'c' }], cases => [{ %at, costs => [map { { x => $_,
	what => 'pages', least => 9, half => 3 * $_, most => 99 } } 10, 20] }] }),
	qr!<td class="name">get/a\@x</td><td class="number">0.00</td><td class="number">3.00</td>!,
	'what a step costs');

# What was measured.
my $note = 'window 1: 600 pages in 132219 us (stretched), 4538 pages/s, 17.7 MiB/s; ' .
	'0 entries; estimate 580; harvest 21 us';
is_deeply(Measured::window($note), { pages => 600, mib_per_s => 17.7, harvest_us => 21 },
	'a window');
is_deeply([Measured::window('window 1: 600 pages')], [], 'another note');
my @measured = Measured::of({ columns => [{ name => 'c', platform => 'p', config => 'q' }],
	cases => [map { { name => $_, platform => 'p', config => 'q', run => 1,
		notes => [$note, 'else'] } } 'rate/a@ring', 'rate/a@ring-min,thp', 'poll/a@ring'] });
is_deeply([map { "$_->{name} $_->{collector} @{[scalar @{$_->{windows}}]}" }
	@{$measured[0]{cases}}], ['a ring 1', 'a ring-min 1'], 'the cases of test rate');
SKIP: {
	skip('no gnuplot', 2) if system 'command -v gnuplot >/dev/null 2>&1';
	my $svg = Plots::svg(Measured::panels($measured[0]));
	like($svg, qr/\A<svg.*<\/svg>\s*\z/s, 'a plot');
	like($svg, qr/a: MiB\/s by window/, '... with a title');
}
{
	local $ENV{PATH} = '/nonexistent';
	is(Plots::svg(Measured::panels($measured[0])), '', 'no gnuplot, no plot');
}
done_testing;
