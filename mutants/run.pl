#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# run.pl --platform NAME --out DIR --seed N [--config NAME] [--peers] [MUTANT...]:
# run_tests.sh --mutants.
# Builds KVM with one bug at a time (build.sh), runs the gate on it up to the
# first case that fails, and ends with a table: which case has killed which
# mutant, and how many seconds after the first test began. MUTANT is the name of
# a file in this folder without .cocci or .sed, with globs; default: all.
#
# The control is the unmodified source, built in the same way: if it does not pass
# all test programs that some mutant was given, nothing else counts. It runs last,
# as only then it is known which those are. As many run side by side as there are
# CPUs and as memory holds.
#
# A mutant's header says where it is to be found: "// where: PLATFORM[:CONFIG,..]
# ..."; the configs are tried in that order. "// equivalent: PLATFORM: why" says
# that nobody can see it there. "// kernels: FROM-[TO]" is its range.
#
# --config NAME gives the mutants of the config default to that one instead, and
# leaves out the others.
#
# --peers runs the kernel's own selftests in place of ours (KVM_DIRTY_BUILD says
# where they are), each of them to its end, and ends with how many each has killed.
#
# A failed case kills. So does a kernel that complained or hung, if the gate says
# so; an error of ours does not.
# Exit status: 0 if all were killed but those that are declared equivalent, 1 if
# one survived, 2 if the control failed or something could not run.
use strict;
use warnings;
use File::Glob qw(bsd_glob);
use FindBin;
use lib "$FindBin::Bin/../run";
use Getopt::Long;
use Output;

my $me = $ENV{KVM_DIRTY_NAME} // 'run.pl';
my %opt = (platform => 'svm', seed => 1);
GetOptions(\%opt, 'platform=s', 'out=s', 'seed=s', 'config=s',
	'peers') && $opt{out} or exit 2;
my ($here, $platform, $out) = ($FindBin::Bin, $opt{platform}, $opt{out});
$| = 1;
chdir "$here/.." or die "$here/..: $!\n";

# What most bugs fail on, and what takes little time: then all the rest.
# On vmx most are PML's.
my @patterns = $opt{peers} ? () : (qw(smoke),
	$platform eq 'vmx' ? qw(pml pml_live nested) : (),
	qw(clear_part api edges ring_full ring_forged smm own_writes absent
	compat huge toggle nested slots page_walk remap stale rewrite concurrent *));

sub fail {
	print STDERR "$me: @_\n";
	exit 2;
}

# --- the mutants

# The header of a file: fields, which may go on in lines that are indented.
sub header {
	my ($file) = @_;
	my (%field, $last);
	open my $from, '<', $file or fail("$file: $!");
	while (<$from>) {
		last if !m!^(?://|#)!;
		if (m!^(?://|#) ([a-z]+): (.*)!) {
			$last = \($field{$1} = $2);
		} elsif (m!^(?://|#)   (.*)! && $last) {
			$$last .= " $1";
		} else {
			undef $last;
		}
	}
	for (qw(lost mirrors class where kernels files)) {
		$field{$_} // fail("$file has no line '$_: ...'");
	}
	return \%field;
}

# Compare versions: a list of numbers each.
sub version {
	my @a = split /\./, shift;
	my @b = split /\./, shift;
	while (@a && @b) {
		my $order = shift(@a) <=> shift(@b);
		return $order if $order;
	}
	return 0;
}

sub in_range {
	my ($range, $release) = @_;
	my ($from, $to) = $range =~ /^([\d.]+)-([\d.]*)$/ or
		fail("bad range of kernels '$range'");
	return version($release, $from) >= 0 &&
		($to eq '' || version($release, $to) <= 0);
}

# The configs of our platform on which a mutant is to be found.
sub configs {
	for (split ' ', $_[0]) {
		my ($name, $configs) = split /:/;
		next if $name ne $platform;
		my @configs = split /,/, $configs // 'default';
		return @configs if !$opt{config};
		return (grep { $_ eq 'default' } @configs) ? $opt{config} : ();
	}
	return;
}

chomp(my $arch = `platforms/$platform.sh arch`);
chomp(my $image = `platforms/$platform.sh image`);
fail("platform $platform boots no kernel that could be built with mutants")
	if $image eq '';

my @mutants;
for my $name (@ARGV ? @ARGV : '*') {
	my @files = grep { -e } bsd_glob("$here/$name.{cocci,sed}");
	fail("no mutant matches '$name'; there are:", map { m!([^/]+)\.! }
		bsd_glob("$here/*.{cocci,sed}")) if !@files;
	for my $file (@files) {
		my ($is) = $file =~ m!([^/]+)\.\w+$!;
		next if grep { $_->{name} eq $is } @mutants;
		push @mutants, { name => $is, file => $file, %{header($file)} };
	}
}
for (@mutants) {
	$_->{configs} = [configs($_->{where})];
	($_->{equivalent}) = ($_->{equivalent} // '') =~ /^$platform: *(.*)/;
}
my @elsewhere = grep { !@{$_->{configs}} } @mutants;
@mutants = grep { @{$_->{configs}} } @mutants;
fail("none of these mutants concerns platform $platform") if !@mutants;

# --- commands, side by side

my %running;	# pid => what to do when it ends, with its exit status

# No command outlives us, however we end.
sub start {
	my ($log, $then, @command) = @_;
	my $pid = fork // fail("fork: $!");
	if (!$pid) {
		$SIG{INT} = $SIG{TERM} = $SIG{HUP} = 'DEFAULT';
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', $log or exit 127;
		open STDERR, '>&', \*STDOUT;
		exec 'setpriv', '--pdeathsig', 'TERM', @command;
		exit 127;
	}
	$running{$pid} = $then;
}

sub stopped {
	my ($status) = @_;
	$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
	kill TERM => keys %running;
	1 while wait > 0;
	print STDERR "$me: stopped; results so far: $out\n";
	exit $status;
}
$SIG{INT} = sub { stopped(130) };
$SIG{TERM} = sub { stopped(143) };
$SIG{HUP} = sub { stopped(129) };

sub slurp {
	my ($file) = @_;
	open my $from, '<', $file or return '';
	local $/;
	return <$from> // '';
}

sub done {
	my ($job, $verdict, $what, $seconds) = @_;
	@$job{qw(verdict what seconds)} = ($verdict, $what, $seconds);
	my $time = defined $seconds ? sprintf '%6.1f s', $seconds : '';
	printf "%-26s %-8s %8s  %s\n", $job->{name}, $verdict, $time, $what;
}

my %ran;	# config => test program => it was given to a mutant

# The seconds that the test programs have taken, as told in a log.
sub test_seconds {
	my ($config, $log) = @_;
	my $sum = 0;
	while ($log =~ /^\S+ +(\w+) +\w+ +(\d+\.\d\d) s  /mg) {
		$ran{$config}{$1} = 1;
		$sum += $2;
	}
	return $sum;
}

# Each selftest that failed has killed, in the time that it took, and so has one
# that hung: in the time after which the platform was given up.
sub judge_peers {
	my ($job, $log) = @_;
	my %seconds = $log =~ /^\S+ +(\w+) +(?:fail|FAIL)\w* +(\d+\.\d\d) s /mg;
	$seconds{$2} //= $1 if $log =~ /was silent for (\d+) s in (\w+)/;
	if (!%seconds) {
		my ($why) = reverse grep { /\S/ } split /\n/, $log;
		return done($job, 'ERROR', $why // 'it says nothing');
	}
	my @by = sort { $seconds{$a} <=> $seconds{$b} } keys %seconds;
	$job->{by} = \%seconds;
	done($job, 'killed', "@by", $seconds{$by[0]});
}

sub judge {
	my ($job, $config, $status) = @_;
	my $dir = "$job->{dir}/$config";
	my $log = slurp("$dir.log");
	my ($by, $seconds) = slurp(
		"$dir/$platform-$config/first-failure") =~ /^(.*)\t(.*)$/m;
	my $took = test_seconds($config, $log);
	$ran{$config}{$1} = 1 if $by && $by =~ m!^(\w+)/!;
	$by = "$config $by" if $by && $config ne ($opt{config} // 'default');
	if ($status == 0) {
		$job->{before} += $took;
		return next_config($job);
	}
	return judge_peers($job, $log) if $opt{peers};
	# What only the kernel's log or the platform's end tells counts if the
	# kernel was to blame, or hung.
	if ($by && ($status == 1 || $by =~ m!^\S*(?: \S*)?/kernel-log:|
			\b(?:WARNING|BUG|Oops|panic|silent)\b!x)) {
		return done($job, 'killed', $by, $seconds + $job->{before});
	}
	my ($why) = reverse grep { /\S/ } split /\n/, $log;
	done($job, 'ERROR', $by // $why // "exit status $status");
}

sub next_config {
	my ($job) = @_;
	my $config = shift @{$job->{left}};
	if (!defined $config) {
		return done($job, $job->{file} ? 'survived' : 'passed',
			'', $job->{before});
	}
	my $dir = "$job->{dir}/$config";
	start("$dir.log", sub { judge($job, $config, $_[0]) },
		'./run_tests.sh', '--platform', $platform, '--config', $config,
		'--kernel', $job->{kernel},
		$job->{modules} ? ('--modules', $job->{modules}) : (),
		'--known', 'docs/known.tsv', '--seed', $opt{seed},
		$opt{peers} ? () : '--fail-fast',
		'--out', $dir,
		$job->{file} ? @patterns : sort keys %{$ran{$config}});
}

sub built {
	my ($job, $status) = @_;
	my $log = slurp("$job->{dir}/build.log");
	my @lines = split /\n/, $log, -1;
	pop @lines;	# what follows the last newline
	return done($job, 'ERROR', $lines[-1] // "build.sh: status $status")
		if $status || @lines < 3;
	@$job{qw(kernel modules)} = @lines[-2, -1];
	next_config($job);
}

sub build {
	my ($job, $then) = @_;
	$job->{dir} = "$out/$job->{name}";
	mkdir $job->{dir} or fail("$job->{dir}: $!");
	start("$job->{dir}/build.log", $then, "$here/build.sh", $arch,
		$image, $job->{file} // ());
}

sub begin {
	my ($job) = @_;
	$job->{before} = 0;	# seconds that earlier configs took
	$job->{left} = [@{$job->{configs}}];
	build($job, sub { built($job, $_[0]) });
}

sub wait_one {
	my $pid = wait;
	my $then = delete $running{$pid} // return;
	$then->($? & 127 ? 128 + ($? & 127) : $? >> 8);
}

# How many boots the machine holds.
my ($memory) = slurp('/proc/meminfo') =~ /^MemAvailable: +(\d+)/m;
my (undef, $need) = split ' ', `platforms/$platform.sh cost default`;
my $slots = `nproc`;
$slots = int $memory / 1024 / $need if $slots > $memory / 1024 / $need;
$slots = 1 if $slots < 1;

# --- run them

# The control is built first: the kernel's version says what applies.
my %used = map { $_ => 1 } map { @{$_->{configs}} } @mutants;
my @controls = map { { name => "control-$_", configs => [$_] } } sort keys %used;
print "building the control\n";
my $release;
build({ name => 'control' }, sub {
	my $log = slurp("$out/control/build.log");
	($release) = $log =~ m!^([\d.]+)\n.*\n.*\n\z!m if !$_[0];
	fail("the control cannot be built: $log") if !$release;
});
wait_one();
my @out_of_range = grep { !in_range($_->{kernels}, $release) } @mutants;
@mutants = grep { in_range($_->{kernels}, $release) } @mutants;

printf "%d mutants of KVM %s on %s, %d at a time, results in %s\n",
	scalar @mutants, $release, $platform, $slots, $out;
sub run_all {
	my @waiting = @_;
	while (@waiting || %running) {
		begin(shift @waiting) while @waiting && keys %running < $slots;
		wait_one();
	}
}
run_all(@mutants);
run_all(grep { $ran{$_->{configs}[0]} } @controls);
@controls = grep { defined $_->{verdict} } @controls;

# --- and tell

my %order = (killed => 0, ERROR => 1, survived => 2);
my @sorted = sort {
	$order{$a->{verdict}} <=> $order{$b->{verdict}} ||
		defined $a->{equivalent} <=> defined $b->{equivalent} ||
		$a->{name} cmp $b->{name}
} @mutants;
my (@table, @seconds, %nr);
for (@sorted) {
	my ($verdict, $what) = @$_{qw(verdict what)};
	if (defined $_->{equivalent}) {
		$verdict = 'equivalent' if $verdict eq 'survived';
		$what = "declared equivalent, but killed: $what"
			if $verdict eq 'killed';
		$nr{lies}++ if $verdict eq 'killed';
		$what = $_->{equivalent} if $verdict eq 'equivalent';
	}
	$nr{$verdict}++;
	push @seconds, $_->{seconds} if $verdict eq 'killed';
	push @table, sprintf "%-26s %-10s %-10s %6s  %s\n", $_->{name},
		$_->{class}, $verdict, $verdict eq 'killed' ?
		sprintf('%.1f', $_->{seconds}) : '', $what;
}
@seconds = sort { $a <=> $b } @seconds;
my @bad = grep { $_->{verdict} ne 'passed' } @controls;
my $text = sprintf "%-26s %-10s %-10s %6s  %s\n", qw(mutant class verdict s by);
$text .= join '', @table;
$text .= sprintf "\n%d mutants: %d killed, %d survived, %d equivalent, %d errors",
	scalar @mutants, map { $_ // 0 } @nr{qw(killed survived equivalent ERROR)};
$text .= sprintf "; median %.1f s to the kill", $seconds[$#seconds / 2]
	if @seconds;
$text .= "\n";
my %peers = map { $_ => 1 } map { keys %{$_->{by} // {}} } @sorted;
for my $peer (sort keys %peers) {
	my @times = sort { $a <=> $b } grep { defined }
		map { $_->{by}{$peer} } @sorted;
	$text .= sprintf "%s killed %d, median %.1f s\n", $peer, scalar @times,
		$times[$#times / 2];
}
$text .= "not of this kernel: @{[map { $_->{name} } @out_of_range]}\n"
	if @out_of_range;
$text .= "not of this platform: @{[map { $_->{name} } @elsewhere]}\n"
	if @elsewhere && @ARGV;
$text .= @bad ? "the control FAILED, so that nothing of this counts: " .
	join(', ', map { "$_->{name}: $_->{what}" } @bad) . "\n" :
	"the control passed: " . join(', ', map {
	sprintf '%s in %.0f s', $_->{configs}[0], $_->{seconds} } @controls) . "\n";
open my $to, '>', "$out/mutants.txt" or fail("$out/mutants.txt: $!");
print $to $text;
close $to or fail("$out/mutants.txt: $!");
print "\n$text";
exit 2 if @bad || $nr{ERROR} || $nr{lies};
exit($nr{survived} ? 1 : 0);
