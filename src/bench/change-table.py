#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tables of docs/results.md: by how many percent flow completion times of one scheme differ from those of another.

    change-table.py full/mq-fig7 per-queue mq-ecn

prints a row for each load: the change from the first scheme to the second, the mean of the changes of the seeds with the half
width of its 95 % confidence interval (Student's t); the change in the paper's figure in parentheses; the mean numbers of
timeouts and dropped packets with either scheme. Options select cases: services=balanced. The folder is one that 'mqecn run'
or 'mqecn results merge' wrote; the paper's values are those of its scenario.yaml.
"""
import json
import math
import pathlib
import statistics
import sys

import yaml

METRICS = {
    'fct_small_p99_us': "small flows' p99",
    'fct_small_avg_us': "small flows' average",
    'fct_all_avg_us': "all flows' average",
    'fct_large_avg_us': "large flows' average",
}
STUDENT_95 = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}


def valid_runs(folder, case):
    runs = [json.loads(path.read_text()) for path in sorted((folder / 'runs').glob('*.json'))]
    return [run for run in runs if run['valid'] and case.items() <= run['case'].items()]


def by_seed(runs, case, metric):
    return {run['seed']: run['metrics'][metric] for run in runs
            if case.items() <= run['case'].items() and metric in run['metrics']}


def signed(percent):
    text = f'{percent:+.1f}'.replace('-', '−')
    return '0.0' if text[1:] == '0.0' else text


def change(old, new):
    changes = [100 * (new[seed] / old[seed] - 1) for seed in old if seed in new]
    if not changes:
        return ''
    mean = signed(statistics.mean(changes))
    if len(changes) == 1:
        return mean
    half_width = STUDENT_95[len(changes)] * statistics.stdev(changes) / math.sqrt(len(changes))
    return f'{mean} ± {half_width:.1f}'


def value_at(curve, load):
    return next((value for position, value in curve.items() if float(position) == load), None)


def paper_change(figure, metric, load, old, new):
    """The change that the paper's curves have, which are relative to one of the schemes; empty if it has none."""
    curves = figure.get('paper', {}).get(metric, {})
    old, new = (1.0 if scheme == figure.get('relative-to') else value_at(curves.get(scheme, {}), load)
                for scheme in (old, new))
    return f' ({signed(100 * (new / old - 1))})' if old and new else ''


def relative_figure(folder, case):
    figures = [figure for figure in yaml.safe_load((folder / 'scenario.yaml').read_text())['figures']
               if 'relative-to' in figure]
    fitting = [figure for figure in figures if figure.get('where', {}).items() <= case.items()]
    return fitting[0] if fitting else {'lines': list(METRICS)}


def main(folder, old, new, *selection):
    folder = pathlib.Path(folder)
    case = dict(each.split('=', 1) for each in selection)
    runs = valid_runs(folder, case)
    figure = relative_figure(folder, case)
    metrics = [metric for metric in METRICS if metric in figure['lines']]
    print('| load |', ' | '.join(METRICS[metric] for metric in metrics), '| timeouts | drops |')
    print('|---' * (len(metrics) + 3) + '|')
    for load in sorted({run['case']['load'] for run in runs}, key=float):
        cells = [load]
        schemes = [dict(case, load=load, scheme=scheme) for scheme in (old, new)]
        for metric in metrics:
            cells.append(change(*(by_seed(runs, scheme, metric) for scheme in schemes))
                         + paper_change(figure, metric, float(load), old, new))
        for metric in 'timeouts', 'dropped_packets':
            cells.append(', '.join(f'{statistics.mean(by_seed(runs, scheme, metric).values()):,.0f}' for scheme in schemes))
        print('|', ' | '.join(cells), '|')


if __name__ == '__main__':
    main(*sys.argv[1:])
