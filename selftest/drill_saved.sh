#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_saved.sh [BUILD]: a machine that was saved and restored (run/Snapshot.pm) gives
# the verdicts of one that booted, case by case, and one that is stale or damaged is not
# used. TAP on standard output. BUILD is where the programs are, build/x86.
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
from=${1:-$build}
tests=$PWD/$from/tests
drill_tree "$from"
suite=drill-saved
cp "$tests/smoke" "$tests/toggle" "$build/tests"
# A cache of our own, in which no machine is saved yet: its links lead to the real one.
real=$CACHE
export CACHE="$base/cache"
mkdir "$CACHE"
for entry in "$real"/*; do
	case $entry in */machines) continue ;; esac
	if [ -L "$entry" ]; then
		cp -aP "$entry" "$CACHE"
	else
		ln -s "$entry" "$CACHE"
	fi
done

# gate NAME [OPTION...] PATTERN...: run it, and keep the verdicts, $base/NAME.verdicts, and
# what it says, $base/NAME.log.
gate() {
	name=$1
	shift
	./run_tests.sh --offline --platform svm --out "$base/$name" "$@" \
		>"$base/$name.log" 2>&1 </dev/null
	# The numbers are those of the order. A machine that cannot be saved has not the device
	# whose memory is a backing.
	cat "$base/$name"/svm-default/part-*/*.tap "$base/$name"/svm-default/*.tap \
		2>/dev/null | grep -E '^(not )?ok ' | grep -v ',device' | sed 's/ok [0-9]* /ok /' | sort \
		>"$base/$name.verdicts"
}

machines() {
	[ ! -d "$CACHE/machines" ] ||
		find "$CACHE/machines" -mindepth 1 -maxdepth 1 ! -name '*.lock'
}

said_anew() { # NAME
	grep -q 'boots anew, as no saved machine could be restored: ' "$base/$1.log"
}

# like NAME OTHER: it ran, with the verdicts of OTHER.
like() {
	[ -s "$base/$1.verdicts" ] && cmp -s "$base/$1.verdicts" "$base/$2.verdicts"
}

told() { # NAME
	cat "$base/$1.log"
	machines
}

gate cold --cold smoke toggle
[ -s "$base/cold.verdicts" ] && [ ! -e "$CACHE/machines" ]
result $? cold-saves-nothing "$(told cold)"
gate saved smoke toggle
like saved cold && ! said_anew saved
result $? same-verdicts-when-saved "$(told saved)"
made=$(cat "$(machines | head -n 1)/made")
gate restored smoke toggle
like restored cold && ! said_anew restored &&
	[ "$(cat "$(machines | head -n 1)/made")" = "$made" ]
result $? same-verdicts-when-restored "$(told restored)"
# The kernel's words while booting are there, once.
[ "$(cat "$base"/restored/svm-default/console.log \
	"$base"/restored/svm-default/part-*/console.log 2>/dev/null |
	grep -c 'Linux version')" = "$(machines | wc -l)" ]
result $? boot-is-on-the-console "$(told restored)"

# What comes later is today's.
cat >"$build/tests/smoke" <<-END
	#!/bin/sh
	case \$1 in -l) exec "$tests/smoke" "\$@" ;; esac
	echo 1..1
	echo "not ok 1 smoke/today"
END
gate other smoke
[ "$(sort -u "$base/other.verdicts")" = 'not ok smoke/today' ] && ! said_anew other
result $? programs-are-not-saved "$(told other)"
cp "$tests/smoke" "$build/tests"

gate one smoke/armed@bitmap
machine=$(machines | while read -r dir; do
	echo "$(stat -c %Y "$dir/made") $dir"
done | sort -n | tail -n 1 | cut -d' ' -f2)

# again NAME SAID: the case passes, and it is said or not that the machine boots anew.
again() {
	gate "$1" smoke/armed@bitmap
	said=no
	! said_anew "$1" || said=yes
	like "$1" one && [ "$said" = "$2" ]
}

truncate -s 100M "$machine/ram"
again short-ram no && [ "$(stat -c %s "$machine/ram")" != 104857600 ]
result $? short-memory-is-made-anew "$(told short-ram)"
touch "$machine/state"
before=$(cat "$machine/made")
again touched no && [ "$(cat "$machine/made")" != "$before" ]
result $? changed-state-is-made-anew "$(told touched)"

# As if nobody could see it from outside.
forge() {
	perl -Irun -MSnapshot -e 'open my $to, ">", "$ARGV[0]/made" or die;
		print { $to } Snapshot::described($ARGV[0])' "$machine"
}
truncate -s 100000 "$machine/state"
forge
again short-state yes
result $? qemu-refuses-half-a-state "$(told short-state)"
head -c 300000 /dev/urandom >"$machine/state"
forge
again wrong-state yes
result $? qemu-refuses-a-wrong-state "$(told wrong-state)"

# An initramfs that is another.
echo '# other' >>inside/init
count=$(machines | wc -l)
again other-init no && [ "$(machines | wc -l)" = $((count + 1)) ]
result $? key-is-the-content "$(told other-init)"

rm -rf "$CACHE/machines"
gate left smoke/armed@bitmap &
gate right smoke/armed@bitmap
wait
like left one && like right one && ! said_anew left && ! said_anew right &&
	[ "$(machines | wc -l)" = 1 ]
result $? two-at-once "$(told left; told right)"

rm -rf "$CACHE/machines"
: >"$CACHE/machines"
again no-room yes
result $? cache-that-takes-nothing "$(told no-room)"

finish
