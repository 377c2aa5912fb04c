# SPDX-License-Identifier: GPL-2.0-only
#
# The table of docs/distributions.md: a column for each of the distributions suites, a row
# for each thing that tmp/SUITE.versions and tmp/SUITE.results tell of one.
function row(key,	i, line) {
	line = "| " key " |"
	for (i = 1; i <= n; i++)
		line = line " " cell[key, i] " |"
	print line
}
BEGIN {
	n = split(suites, suite, " ")
	for (i = 1; i <= n; i++) {
		file = tmp "/" suite[i] ".versions"
		while ((getline <file) > 0) {
			if (!($1 in seen))
				keys[++nr] = $1
			seen[$1]
			cell[$1, i] = $2
		}
	}
	for (i = 1; i <= n; i++) {
		file = tmp "/" suite[i] ".results"
		while ((getline <file) > 0) {
			if (!($1 in seen))
				keys[++nr] = $1
			seen[$1]
			cell[$1, i] = ($2 == "failed" ? "**failed**: " : "") $3
		}
	}
	line = "| |"
	rule = "|---|"
	for (i = 1; i <= n; i++) {
		line = line " " suite[i] " |"
		rule = rule "---|"
	}
	print line
	print rule
	for (k = 1; k <= nr; k++)
		row(keys[k])
}
