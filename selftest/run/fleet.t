#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What the records of many hosts say.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use Fleet;
use Record;
use Test::More;
use Try;

my $dir = tempdir(CLEANUP => 1);
my $nr = 0;

# Leave a record of a host; %of: at, its minute; facts, findings, verdict, fail, platform, end.
sub leave {
	my ($name, %of) = @_;
	my %counts = map { $_ => 0 } @Record::verdicts;
	@counts{qw(pass fail)} = (7, $of{fail} // 0);
	mkdir "$dir/" . ++$nr;
	Record::write_to("$dir/$nr", { version => 1, findings => $of{findings} // {},
		columns => [{ name => 'host', platform => $of{platform} // 'host', config => 'c',
			facts => $of{facts} // {} }],
		cases => [{ name => 'a/b@x', reason => "\n \"columns\": [" }],
		run => { end => $of{end} // 'complete', counts => \%counts,
			started => '2026-11-29T00:0' . ($of{at} // 0) . ':00Z',
			consumers => [{ name => 'q', title => 'QEMU', why => '',
				verdict => $of{verdict} // 'safe' }],
			machine => { hostname => $name, cpu => $of{cpu} // 'P', kernel => 'Linux 7' } } });
}

like(refused(sub { Fleet::read_folder("$dir/nix") }), qr/nix is no folder/, 'no folder');
leave('e', platform => 'svm');
leave('g', end => 'unfinished');
like(refused(sub { Fleet::read_folder($dir) }), qr/there is no record of a host/, 'no host');

leave('a', facts => { backend => 'x' }, at => 1);
leave('a', facts => { backend => 'y' }, at => 2, verdict => 'NOT SAFE',
	findings => { F1 => 'it loses' });
leave('a', facts => { backend => 'z' }, at => 0);
leave($_, facts => { backend => 'x' }) for qw(b c);
my @hosts = Fleet::read_folder($dir);
is_deeply([map { "$_->{name} $_->{facts}{backend}" } @hosts], ['a y', 'b x', 'c x'],
	'of each host the last run');
my ($group) = Fleet::groups(@hosts);
is_deeply($group->{differs}, [{ key => 'backend', usual => 'x', others => [['y', ['a']]] }],
	'what differs');
is(Fleet::status(@hosts), 0, 'none fails');
is(Fleet::text(80, @hosts), <<'END', 'the text');
3 hosts: P, Linux 7
  QEMU: NOT SAFE on a; safe on b, c
  differs: backend is 'x', 'y' on a
F1 it loses: a
3 hosts, nothing fails that is not known
END

leave('d', cpu => 'Q', fail => 2);
@hosts = Fleet::read_folder($dir);
is(scalar(Fleet::groups(@hosts)), 2, 'another processor is another group');
is(Fleet::status(@hosts), 1, 'a host that fails');
like(Fleet::text(80, @hosts), qr/^4 hosts, newly failing: d$/m, 'a host that fails');
is_deeply((grep { $_->{cpu} eq 'Q' } Fleet::groups(@hosts))[0]{differs}, [],
	'one host differs from nobody');
is(Fleet::some(1 .. 7), '1, 2, 3, 4, 5 and 2 more', 'many names');

open my $to, '>', \my $page or die;
Fleet::write_page($to, @hosts);
close $to;
like($page, qr/4 hosts<\/h1>/, 'the page');
like($page, qr/newly failing<\/span> d/, '... says what fails');
like($page, qr/<th>backend<\/th><td class="text">x<\/td>/, '... and what differs');
like($page, qr/<td class="fail"><span>NOT SAFE/, '... and who cannot trust which');

# The head of a record is the record without its cases.
my $whole = Record::load("$dir/$nr");
delete $whole->{cases};
is_deeply(Record::head("$dir/$nr/results.json"), $whole, 'a head');
is(Record::head("$dir/2/results.json"), undef, 'none of a run that goes on');
is(Record::head($0), undef, 'none of another file');
done_testing;
