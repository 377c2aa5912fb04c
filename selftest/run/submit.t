#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What packaging/slurm/submit.sh asks of Slurm and of the gate, and its exit status, with an
# sbatch that runs each job at once. selftest/slurm.sh tries a real cluster.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Files;
use Test::More;

my $top = abs_path("$FindBin::Bin/../..");
my $dir = tempdir(CLEANUP => 1);
delete @ENV{grep { /^SLURM_/ } keys %ENV};
# $TROUBLE: which of both jobs it refuses, or cancels, for which Slurm has status 0.
write_file("$dir/bin/sbatch", <<'END', 0755);
#!/bin/sh
job=merge wait=
while :; do
	case $1 in
	--wait) wait=1 ;;
	--array=*) job=array last=${1##*-} ;;
	--*) ;;
	*) break ;;
	esac
	shift
done
case $TROUBLE in
"no $job") echo 'sbatch: error: no such partition' >&2; exit 1 ;;
"$job cancelled") exit 0 ;;
esac
status=0
if [ "$job" = array ]; then
	echo 7
	for n in $(seq "$last"); do
		SLURM_ARRAY_TASK_ID=$n "$@"
	done
else
	echo 8
	"$@" || status=$?
fi
[ "$wait" ] || status=0
exit "$status"
END
# The gate. A merge that has a --out leaves a record, and ends as $STATUS says.
write_file("$dir/bin/gate", <<'END', 0755);
#!/bin/sh
{ printf '<%s>' "$@"; echo; } >>"$TOLD"
case $1 in
--setup-only) exit "$SETUP" ;;
--out)
	mkdir "$2"
	: >"$2/results.json"
	exit "$STATUS" ;;
esac
END
@ENV{qw(PATH KVM_DIRTY_COMMAND)} = ("$dir/bin:$ENV{PATH}", "$dir/bin/gate");

# What became of submit.sh with these arguments: its status, and what the gate was told.
sub submit {
	my ($ends, @arguments) = @_;
	local @ENV{qw(TOLD TROUBLE STATUS SETUP)} = ("$dir/told", '', 0, 0);
	local @ENV{keys %$ends} = values %$ends;
	write_file("$dir/told", '');
	my $status = Child::wait_for(Child::start(out => '/dev/null', err => "$dir/err",
		command => ["$top/packaging/slurm/submit.sh", @arguments]));
	return ($status, slurp("$dir/told"));
}

my $out = "$dir/a b's";
my ($status, $told) = submit({}, 2, $out, '--platform', 'svm', 'smoke/a*');
is($status, 0, 'both jobs are submitted');
is($told, <<"END", 'what each of them runs');
<--setup-only><--platform><svm><smoke/a*>
<--platform><svm><smoke/a*><--shard><1/2><--out><$out/shard-1>
<--platform><svm><smoke/a*><--shard><2/2><--out><$out/shard-2>
<--out><$out/all><--merge><$out/shard-1><$out/shard-2>
END

# Status 1 is a verdict, and Slurm's own trouble is none.
my $nr = 0;
for ([0, {}], [0, { STATUS => 1 }], [2, { TROUBLE => 'no array' }, 'sbatch took no array'],
	[2, { TROUBLE => 'no merge' }, 'but not the job that merges it'], [2, { SETUP => 1 }],
	[0, {}, '--wait'], [1, { STATUS => 1 }, '--wait'], [2, { STATUS => 2 }, '--wait'],
	[2, { STATUS => 143 }, '--wait'], [2, { TROUBLE => 'no array' }, '--wait'],
	[2, { TROUBLE => 'no merge' }, '--wait'], [2, { TROUBLE => 'merge cancelled' }, '--wait']) {
	my ($wanted, $ends, $more) = @$_;
	my $wait = ($more // '') eq '--wait';
	($status) = submit($ends, $wait ? '--wait' : (), 2, "$dir/" . ++$nr);
	is($status, $wanted, join ' ', "status $wanted:", %$ends, $wait ? '--wait' : ());
	like(slurp("$dir/err"), qr/^submit.sh: .*\Q$more\E/m, '... which is told') if $more && !$wait;
}
for (['0', "$dir/x"], ['2'], ['x', "$dir/x"], ['2', "$dir/1"]) {
	is((submit({}, @$_))[0], 2, "refused: @$_");
}
done_testing;
