#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The curves of the papers' figures, for the key 'paper' of the figures of scenarios.

Both papers draw FCT over load as vectors, so that values can be read to about a thousandth of an axis. Their first author
keeps both at github.com/baiwei0427/baiwei0427.github.io, in papers/. Needs poppler-utils:

    paper-curves.py mqecn-nsdi2016.pdf 11

prints the panels of a page, row by row, and the colour and values of each curve at loads 0.1 to 0.9, or at 0.2, 0.4, 0.6 and
0.8 if it has four points. A panel's scale is that of its tick marks, whose numbers are the words left of them.
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

LOADS = {len(loads): loads for loads in ([.1, .2, .3, .4, .5, .6, .7, .8, .9], [.2, .4, .6, .8])}
COLORS = {'100,0,0': 'red', '0,0,100': 'blue', '0,0,0': 'black', '0,100,0': 'green', '100,0,100': 'magenta'}
TICK_LENGTHS = (0.3, 2)


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def strokes(pdf, page):
    """Colour and points of each line of a page."""
    drawing = xml.fromstring(output('pdftocairo', '-svg', '-f', page, '-l', page, pdf, '-'))
    for path in drawing.iter('{http://www.w3.org/2000/svg}path'):
        color = path.get('stroke') or ''.join(re.findall(r'stroke:(rgb[^;]*)', path.get('style', '')))
        if not color.startswith('rgb') or 'C' in path.get('d'):
            continue
        matrix = re.findall(r'matrix\(([^)]*)\)', path.get('transform', '')) or ['1,0,0,1,0,0']
        a, b, c, d, e, f = map(float, re.split('[ ,]+', matrix[0]))
        points = [(float(x), float(y)) for x, y in re.findall(r'[ML] (-?[\d.]+) (-?[\d.]+)', path.get('d'))]
        yield ','.join(re.findall(r'(\d+)[\d.]*%', color)), [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def numbers(pdf, page):
    """The numbers of a page: right edge, middle in height, value."""
    for line in output('pdftotext', '-bbox', '-f', page, '-l', page, pdf, '-').splitlines():
        word = re.search(r'yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(\d+(?:\.\d+)?)<', line)
        if word:
            low, right, high, value = map(float, word.groups())
            yield right, (low + high) / 2, value


def scale(lines, words, left, top, bottom):
    """What turns a height into a value: the line through the first and the last tick mark."""
    heights = sorted({points[0][1] for _, points in lines if len(points) == 2
                      and abs(min(points[0][0], points[1][0]) - left) < 0.1
                      and TICK_LENGTHS[0] < abs(points[0][0] - points[1][0]) < TICK_LENGTHS[1]
                      and top - 0.1 < points[0][1] < bottom + 0.1})
    ticks = []
    for height in heights:
        near = [(abs(y - height), value) for right, y, value in words if left - 12 < right < left and abs(y - height) < 5]
        ticks += [(height, min(near)[1])] if near else []
    (high, most), (low, least) = ticks[0], ticks[-1]
    values = lambda y: most + (y - high) * (least - most) / (low - high)
    assert all(abs(values(y) - value) < (most - least) / 200 for y, value in ticks), 'the ticks are not at even distances'
    return values


def panels(pdf, page):
    lines, words = list(strokes(pdf, page)), list(numbers(pdf, page))
    for color, frame in lines:
        if color != '100,100,100' or len(frame) != 5:
            continue
        (left, top), (right, bottom) = map(min, zip(*frame)), map(max, zip(*frame))
        value = scale(lines, words, left, top, bottom)
        yield [(COLORS[color], [value(y) for _, y in points]) for color, points in lines
               if color in COLORS and len(points) in LOADS and left - 1 < points[0][0] < points[-1][0] - 20 < right and top - 1 < points[0][1] < bottom + 1]


for number, curves in enumerate(panels(*sys.argv[1:]), 1):
    print(f'panel {number}')
    for color, values in curves:
        print(f'  {color}: {{' + ', '.join(f'{load}: {value:.3f}' for load, value in zip(LOADS[len(values)], values)) + '}')
