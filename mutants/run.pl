#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# run.pl --platform NAME --out DIR --seed N [--config NAME] [--kernel KERNEL]
#        [--shard N/M] [--peers | --kills | --quick] [MUTANT...]:
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
# A mutant's header says where it is to be found, and for which kernels it is: Mutant.pm.
#
# --config NAME gives the mutants of the config default to that one instead, and
# leaves out the others. --kernel takes a kernel of Debian's, or the source in a folder.
#
# --peers runs the kernel's own selftests in place of ours (KVM_DIRTY_BUILD says
# where they are), each of them to its end, and ends with how many each has killed.
#
# --quick runs the first cases alone, as run_tests.sh --quick does.
#
# --kills learns which cases kill a mutant, for mutants/kills.tsv: each mutant runs, to
# the end, all cases that the table has kills by or that run first. A mutant that none of
# these kills runs all cases up to its first failure, as without --kills. The table is
# written if the control passes.
#
# --shard N/M runs one of M parts of the mutants (Shards.pm), with a control of its own.
#
# A failed case kills. So does a kernel that complained or hung, if the gate says
# so; an error of ours does not.
# Exit status: 0 if all were killed but those that are declared equivalent, 1 if
# one survived, 2 if the control failed or something could not run.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../run";
use Child;
use Getopt::Long;
use Kills;
use Mutant;
use Order;
use Output;
use Platform;
use Say;
use Shards;

my $me = $ENV{KVM_DIRTY_NAME} // 'run.pl';
my %opt = (platform => 'svm', seed => 1);
GetOptions(\%opt, 'platform=s', 'out=s', 'seed=s', 'config=s', 'kernel=s',
	'shard=s', 'peers', 'kills', 'quick') && $opt{out} or exit 2;
my ($here, $platform, $out) = ($FindBin::Bin, @opt{qw(platform out)});
$| = 1;
chdir "$here/.." or die "$here/..: $!\n";

my $description = Platform::find($platform);
refuse("platform $platform boots no kernel that could be built with mutants")
	if !defined $description->{package} || $description->{goal} ne 'programs';
my $arch = $description->{arch};

my @mutants = Mutant::find(@ARGV);
for (@mutants) {
	$_->{configs} = [$_->configs($platform, $opt{config})];
	$_->{equivalent} = $_->equivalent($platform);
}
my @elsewhere = grep { !@{$_->{configs}} } @mutants;
@mutants = grep { @{$_->{configs}} } @mutants;
refuse("none of these mutants concerns platform $platform") if !@mutants;

# The cases that --kills runs: a file whose name has no blank, as the folder of results may.
my $candidates = "build/candidates.$$";
my @killers;	# [mutant, place, case]
sub write_candidates {
	Kills::write_cases($candidates, @{Order->new->{cases}},
		map { $_->[2] } Kills::all(), @killers);
}
write_candidates() if $opt{kills};
END { unlink $candidates if defined $candidates }

# --- commands, side by side

my %running;	# pid => what to do when it ends, with its exit status

sub start {
	my ($log, $then, @command) = @_;
	open my $to, '>', $log or refuse("$log: $!");
	my $pid = Child::start(in => '/dev/null', out => $to, err => $to,
		command => \@command);
	$running{$pid} = $then;
}

sub stopped {
	my ($status) = @_;
	$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
	Child::end_all();
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

# The seconds that the test programs have taken, as their results in a folder say.
sub test_seconds {
	my ($config, $dir) = @_;
	my $sum = 0;
	for (map { Order::table($_) } grep { -e } glob "\Q$dir\E/{,part-*/}times.tsv") {
		$ran{$config}{$_->[0] =~ s!/.*!!r} = 1;
		$sum += $_->[1];
	}
	return $sum;
}

# Each selftest that failed counts as having caught the mutant, after the time that the
# selftest took. A selftest that hung counts, too, after the time at which the platform was
# given up.
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

# What became of a mutant that has run the candidates.
sub judge_candidates {
	my ($job, $config) = @_;
	my $took = test_seconds($config, "$job->{at}/$platform-$config");
	my @failed = Kills::failed("$job->{at}/$platform-$config");
	push @killers, map { [$job->{name}, "$platform-$config", $_] } @failed;
	$job->{before} += $took;
	return done($job, 'killed', "$config, by $failed[0]" .
		(@failed > 1 ? " and $#failed more" : ''), $job->{before}) if @failed;
	next_config($job);
}

sub judge {
	my ($job, $config, $status) = @_;
	return judge_candidates($job, $config) if $job->{candidates} && $job->{file};
	my $log = slurp("$job->{at}.log");
	my ($by, $seconds) = slurp(
		"$job->{at}/$platform-$config/first-failure") =~ /^(.*)\t(.*)$/m;
	my $took = test_seconds($config, "$job->{at}/$platform-$config");
	$ran{$config}{$1} = 1 if $by && $by =~ m!^(\w+)/!;
	push @killers, [$job->{name}, "$platform-$config", $by]
		if $opt{kills} && $job->{file} && $by && $by =~ /@/;
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
	if (!defined $config && $job->{candidates} && $job->{file}) {
		# None of these kills it: which one does?
		$job->{candidates} = 0;
		$job->{left} = [@{$job->{configs}}];
		return next_config($job);
	}
	if (!defined $config) {
		return done($job, $job->{file} ? 'survived' : 'passed',
			'', $job->{before});
	}
	$job->{at} = "$job->{dir}/" . ($job->{candidates} ? 'candidates-' : '') . $config;
	my @patterns = $job->{file} || $job->{candidates} ? () :
		sort keys %{$ran{$config}};
	start("$job->{at}.log", sub { judge($job, $config, $_[0]) },
		$job->{candidates} ? ('env', "KVM_DIRTY_ORDER=$candidates") : (),
		'./run_tests.sh', '--platform', $platform, '--config', $config,
		'--kernel', $job->{kernel},
		$job->{modules} ? ('--modules', $job->{modules}) : (),
		'--seed', $opt{seed},
		$opt{peers} ? '--in-order' : $job->{candidates} ? '--quick' :
			('--fail-fast', ('--quick') x !!$opt{quick}),
		'--out', $job->{at}, @patterns);
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
	mkdir $job->{dir} or refuse("$job->{dir}: $!");
	start("$job->{dir}/build.log", $then, 'env',
		'KVM_DIRTY_KERNEL=' . ($opt{kernel} // ''), "$here/build.sh", $arch,
		$description->{package}, $job->{file} // ());
}

sub begin {
	my ($job) = @_;
	$job->{candidates} = $opt{kills};
	$job->{before} = 0;	# seconds that earlier configs took
	$job->{left} = [@{$job->{configs}}];
	build($job, sub { built($job, $_[0]) });
}

sub wait_one {
	my ($pid, $status) = Child::wait_any() or return;
	my $then = delete $running{$pid} // return;
	$then->($status);
}

# How many boots the machine holds.
my ($memory) = slurp('/proc/meminfo') =~ /^MemAvailable: +(\d+)/m;
my (undef, $need) = $description->cost($description->{configs}[0]);
my $slots = `nproc`;
$slots = int $memory / 1024 / $need if $slots > $memory / 1024 / $need;
# A quick run has boots enough for all CPUs.
$slots = 1 if $slots < 1 || $opt{kills};

# --- run them

# The control is built first: the kernel's version says what applies.
my %used = map { $_ => 1 } map { @{$_->{configs}} } @mutants;
my @controls = map { { name => "control-$_", configs => [$_] } } sort keys %used;
print "building the control\n";
my $release;
build({ name => 'control' }, sub {
	my $log = slurp("$out/control/build.log");
	($release) = $log =~ m!^([\d.]+)\n.*\n.*\n\z!m if !$_[0];
	refuse("the control cannot be built: $log") if !$release;
});
wait_one();
my @out_of_range = Mutant::out_of_range($release, @mutants);
@mutants = grep { $_->is_for($release) } @mutants;
my $shards = Shards->new($opt{shard}, $description, $release, \%opt, @mutants);
@mutants = $shards->mine;
print $shards->words, scalar @mutants, " mutants of KVM $release on $platform, ",
	$slots + 0, " at a time, results in $out\n";
sub run_all {
	my @waiting = @_;
	while (@waiting || %running) {
		begin(shift @waiting) while @waiting && keys %running < $slots;
		wait_one();
	}
}
run_all(@mutants);
write_candidates() if $opt{kills};
run_all(grep { $ran{$_->{configs}[0]} } @controls);
@controls = grep { defined $_->{verdict} } @controls;

# --- and tell

my ($text, $status) = Shards::tell($out, { %{$shards->{told}}, mutants => \@mutants,
	controls => \@controls, out_of_range => \@out_of_range,
	elsewhere => @ARGV ? \@elsewhere : [] });
print "\n$text";
if ($opt{kills} && $status == 2) {
	print "$Kills::file stays as it was\n";
} elsif ($opt{kills}) {
	Kills::renew(@killers);
	print "$Kills::file is renewed; next comes: make order\n";
}
exit $status;
