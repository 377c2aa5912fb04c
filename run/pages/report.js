/* SPDX-License-Identifier: GPL-2.0-only
 *
 * Shows the cases of the cell that the address names (#COLUMN/TEST), or those that the
 * field finds. The cases are read when the first of them are asked for. All text goes in
 * as text.
 */
'use strict';
(() => {
	const most = 500;
	const place = document.getElementById('cases');
	const field = document.getElementById('find');
	const rank = ['fail', 'error', 'known', 'unexpected', 'pass', 'skip'];
	let data;

	function cells() {
		data ??= JSON.parse(document.getElementById('data').textContent);
		return data;
	}

	function element(tag, text, ...classes) {
		const made = document.createElement(tag);
		made.textContent = text ?? '';
		made.classList.add(...classes);
		return made;
	}

	/* What a case has to show, below its line. */
	function more(of) {
		const lines = [...of.lines ?? []];
		if (of.clauses)
			lines.push('clauses: ' + of.clauses.join(' '));
		if (of.finding !== undefined)
			lines.push('finding ' + of.finding);
		if (of.replay !== undefined)
			lines.push('replay: ' + of.replay);
		return lines;
	}

	function row([name, verdict, ms, run, of = {}], column) {
		const made = document.createElement('details');
		const line = document.createElement('summary');
		line.append(element('span', verdict, 'chip', verdict), ' ',
			element('span', name, 'name'));
		if (column !== undefined)
			line.append(' ', element('span', column, 'faint'));
		if (run > 1)
			line.append(' ', element('span', 'run ' + run, 'faint'));
		if (typeof ms === 'number')
			line.append(' ', element('span', ms + ' ms', 'faint'));
		if (of.reason !== undefined)
			line.append(' ', element('span', of.reason));
		made.append(line, element('pre', more(of).join('\n') || 'no more is said'));
		made.open = verdict === 'fail' || verdict === 'error';
		return made;
	}

	/* cases: [case, column] each. */
	function show(title, cases) {
		cases.sort(([a], [b]) => rank.indexOf(a[1]) - rank.indexOf(b[1]));
		const rows = cases.slice(0, most).map(([of, column]) => row(of, column));
		place.replaceChildren(element('h2', title), ...rows);
		if (cases.length > most)
			place.append(element('p', `and ${cases.length - most} more`));
	}

	function cell() {
		const name = decodeURIComponent(location.hash.slice(1));
		const cases = cells()[name];
		if (!cases)
			return;
		show(name, cases.map((of) => [of]));
		place.scrollIntoView();
	}

	function find() {
		const words = field.value.trim();
		if (words === '') {
			place.replaceChildren();
			return;
		}
		const found = [];
		for (const [name, cases] of Object.entries(cells())) {
			for (const of of cases) {
				if (of[0].includes(words) || of[4]?.reason?.includes(words))
					found.push([of, name.slice(0, name.lastIndexOf('/'))]);
			}
		}
		show(`${found.length} cases with "${words}"`, found);
	}

	field.addEventListener('input', find);
	window.addEventListener('hashchange', cell);
	/* A cell that is shown already was clicked again. */
	document.getElementById('grid').addEventListener('click', (event) => {
		if (event.target.hash === location.hash)
			cell();
	});
	if (location.hash !== '')
		cell();
})();
