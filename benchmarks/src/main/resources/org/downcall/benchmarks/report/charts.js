/**
 * The options of a chart for ECharts, for a page and for a picture.
 *
 * For pictures, Rhino runs this code. It does not support spread in calls, and a const in a loop keeps its
 * first value.
 *
 * @param look colour(name), font(), and textWidth(text) in 12 pixels of that font
 */
function charts(look) {
    'use strict';

    // Neighbours differ. A technology has one symbol, and its variants have the next ones.
    const PLUS = 'path://M3,0h4v3h3v4h-3v3h-4v-3h-3v-4h3z';
    const DOWN = 'path://M0,0h10l-5,10z';
    const SYMBOLS = [['triangle'], ['rect'], ['diamond'], ['circle'], ['circle', 'hollow'], [PLUS], ['rect', 'hollow'],
        ['triangle', 'hollow'], ['diamond', 'hollow'], [DOWN]];
    const DASHES = ['solid', 'dashed', 'dotted'];
    const UNITS = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];
    const SYMBOL = 9;
    const ROW = 30;
    const LABEL = 15;
    const NARROW = 640;

    function least(values) {
        return values.reduce((a, b) => Math.min(a, b));
    }

    function most(values) {
        return values.reduce((a, b) => Math.max(a, b));
    }

    function short(value) {
        return String(Number(value.toPrecision(3)));
    }

    function time(nanoseconds) {
        if (nanoseconds === 0) {
            return '0';
        }
        const unit = UNITS.find(([size]) => nanoseconds >= size * 0.9999) || [1, 'ns'];
        return short(nanoseconds / unit[0]) + ' ' + unit[1];
    }

    function count(number) {
        return number >= 1e6 ? short(number / 1e6) + ' M' : number >= 1e4 ? short(number / 1e3) + ' k' : short(number);
    }

    function marked(item) {
        const [symbol, hollow] = SYMBOLS[(item.colour + 3 * item.variant) % SYMBOLS.length];
        const stroke = look.colour('c' + item.colour);
        return {
            symbol: symbol,
            itemStyle: {
                color: hollow ? look.colour('paper') : stroke,
                borderColor: stroke,
                borderWidth: 1.75,
                opacity: 1
            }
        };
    }

    /**
     * Whole decades around the positive values, which are the only ones on a logarithmic axis. ECharts labels
     * only the ends of ten decades or more, so such an axis counts in pairs of decades.
     */
    function decades(values) {
        const positive = values.filter(value => value > 0);
        if (positive.length === 0) {
            return {min: 1, max: 10, splitNumber: 1};
        }
        const low = Math.floor(Math.log10(least(positive)) + 1e-9);
        const high = Math.ceil(Math.log10(most(positive)) - 1e-9);
        const top = Math.max(high, low + 1);
        if (top - low < 10) {
            return {min: 10 ** low, max: 10 ** top, splitNumber: top - low};
        }
        const first = Math.floor(low / 2);
        const last = Math.ceil(top / 2);
        return {min: 100 ** first, max: 100 ** last, splitNumber: last - first, logBase: 100};
    }

    function axis(more) {
        const quiet = look.colour('quiet');
        return Object.assign({
            axisLabel: {color: quiet, fontSize: 11, hideOverlap: true},
            nameTextStyle: {color: quiet, fontSize: 11},
            axisLine: {lineStyle: {color: quiet}},
            axisTick: {lineStyle: {color: quiet}},
            splitLine: {lineStyle: {color: look.colour('line')}},
            minorSplitLine: {show: false}
        }, more);
    }

    /** The interval of a mean, with caps, unless the symbol would hide it. ECharts has no such series. */
    function errorBars(name, data, stroke, horizontal, floor, shortest) {
        return {
            name: name,
            type: 'custom',
            silent: true,
            z: 3,
            clip: true,
            dimensions: ['place', 'low', 'high'],
            encode: horizontal ? {x: [1, 2], y: 0} : {x: 0, y: [1, 2]},
            data: data.filter(([, low, high]) => low !== undefined && high > 0 && high > low),
            renderItem: function (params, api) {
                const place = api.value(0);
                const low = Math.max(api.value(1), floor);
                const from = horizontal ? api.coord([low, place]) : api.coord([place, low]);
                const to = horizontal ? api.coord([api.value(2), place]) : api.coord([place, api.value(2)]);
                if (Math.hypot(to[0] - from[0], to[1] - from[1]) < shortest) {
                    return null;
                }
                const cap = 4;
                const bar = (x1, y1, x2, y2) => ({
                    type: 'line',
                    shape: {x1: x1, y1: y1, x2: x2, y2: y2},
                    style: {stroke: stroke, lineWidth: 1.5}
                });
                const across = horizontal
                    ? ([x, y]) => bar(x, y - cap, x, y + cap)
                    : ([x, y]) => bar(x - cap, y, x + cap, y);
                return {type: 'group', children: [bar(from[0], from[1], to[0], to[1]), across(from), across(to)]};
            }
        };
    }

    function base(drawing) {
        return {
            animation: false,
            aria: {enabled: true, label: {enabled: true, description: drawing.title + '. ' + drawing.description}},
            textStyle: {fontFamily: look.font(), color: look.colour('ink')},
            tooltip: {
                trigger: 'item',
                confine: true,
                backgroundColor: look.colour('paper'),
                borderColor: look.colour('line'),
                textStyle: {color: look.colour('ink'), fontSize: 12}
            }
        };
    }

    /** Escapes text, because a tooltip is HTML. */
    function tip(parts) {
        return parts.filter(part => part).join(', ')
            .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    }

    /** Bars from zero, or points on a logarithmic axis, which has no zero. */
    function rows(drawing, width) {
        const items = drawing.rows;
        const ink = look.colour('ink');
        const extent = drawing.log
            ? decades(items.flatMap(item => [item.mean, item.low, item.high]))
            : {min: 0, max: undefined};
        const labels = Math.min(most(items.map(item => look.textWidth(item.label))) + 20, width * 0.42);
        const figures = most(items.map(item => look.textWidth(item.text))) + 14;
        const dots = {
            type: 'scatter',
            symbolSize: SYMBOL,
            data: items.map((item, index) =>
                Object.assign({value: [item.mean, index]}, marked({colour: item.colour, variant: 0})))
        };
        const bars = {
            type: 'bar',
            barWidth: 14,
            data: items.map(item => ({value: item.mean, itemStyle: {color: look.colour('c' + item.colour)}}))
        };
        return Object.assign(base(drawing), {
            grid: {left: labels, right: figures, top: 4, bottom: 48},
            xAxis: axis(Object.assign({
                type: drawing.log ? 'log' : 'value',
                name: drawing.log ? 'time, logarithmic' : 'time',
                nameLocation: 'middle',
                nameGap: 26,
                splitNumber: 3,
                axisLabel: {color: look.colour('quiet'), fontSize: 11, hideOverlap: true, formatter: time}
            }, extent)),
            yAxis: axis({
                type: 'category',
                inverse: true,
                data: items.map(item => item.label),
                axisTick: {show: false},
                splitLine: {show: drawing.log, lineStyle: {color: look.colour('line'), type: 'dotted'}},
                axisLabel: {
                    color: ink,
                    fontSize: 12,
                    lineHeight: 13,
                    interval: 0,
                    width: labels - 12,
                    overflow: 'break'
                }
            }),
            tooltip: Object.assign(base(drawing).tooltip, {
                formatter: point => tip([items[point.dataIndex].label, items[point.dataIndex].text])
            }),
            series: [
                drawing.log ? dots : bars,
                errorBars('', items.map((item, index) => [index, item.low, item.high]), ink, true, extent.min,
                    drawing.log ? SYMBOL : 0),
                figuresAtTheRight(items, ink)
            ]
        });
    }

    /** The figures, in a column that no bar and no interval covers. */
    function figuresAtTheRight(items, ink) {
        return {
            type: 'custom',
            silent: true,
            clip: false,
            data: items.map((item, index) => [index]),
            encode: {y: 0, x: -1},
            renderItem: function (params, api) {
                const area = params.coordSys;
                const row = area.height / items.length;
                return {
                    type: 'text',
                    x: area.x + area.width + 8,
                    y: area.y + row * (params.dataIndex + 0.5),
                    style: {
                        text: items[params.dataIndex].text,
                        fill: ink,
                        fontSize: 12,
                        fontFamily: look.font(),
                        verticalAlign: 'middle'
                    }
                };
            }
        };
    }

    function lines(drawing, width) {
        const narrow = needsLegend(drawing, width);
        const points = drawing.series.flatMap(one => one.points);
        const y = drawing.perX
            ? {min: 0, max: undefined}
            : decades(points.flatMap(point => [point.mean, point.low, point.high]));
        const xs = points.map(point => point.x).filter(value => value > 0);
        const x = {min: least(xs) / 1.2, max: most(xs) * 1.2};
        const names = drawing.series.map(one => look.textWidth(one.name));
        const legend = narrow ? legendRows(names, width) : 0;
        const series = [];
        drawing.series.forEach((one, index) => {
            const stroke = look.colour('c' + one.colour);
            series.push(Object.assign({
                name: one.name,
                type: 'line',
                symbolSize: SYMBOL,
                data: one.points.filter(point => point.x > 0 && point.mean > 0).map(point => [point.x, point.mean]),
                lineStyle: {color: stroke, width: 1.75, type: DASHES[one.variant % DASHES.length]},
                markLine: index === 0 ? markLine(drawing.marks) : undefined
            }, marked(one)));
            series.push(errorBars(one.name, one.points.map(point => [point.x, point.low, point.high]),
                stroke, false, y.min, SYMBOL));
        });
        if (!narrow) {
            series.push(labelsAtTheEnds(drawing, x.max));
        }
        return Object.assign(base(drawing), {
            legend: {
                show: narrow,
                top: 0,
                left: 0,
                itemGap: 12,
                itemWidth: 26,
                textStyle: {color: look.colour('ink'), fontSize: 12},
                inactiveColor: look.colour('line'),
                data: drawing.series.map(one => one.name)
            },
            grid: {
                left: 72,
                right: narrow ? 14 : most(names) + 24,
                top: legend * 24 + 12 + LABEL * drawing.marks.length,
                bottom: 46
            },
            xAxis: axis(Object.assign({
                type: 'log',
                name: drawing.xTitle + ', logarithmic',
                nameLocation: 'middle',
                nameGap: 28,
                axisLabel: {
                    color: look.colour('quiet'),
                    fontSize: 11,
                    hideOverlap: true,
                    showMinLabel: false,
                    showMaxLabel: false,
                    formatter: drawing.xIsTime ? time : count
                }
            }, x)),
            yAxis: axis(Object.assign({
                type: drawing.perX ? 'value' : 'log',
                name: drawing.perX ? 'time / ' + drawing.xTitle : 'time, logarithmic',
                nameLocation: 'middle',
                nameGap: 54,
                axisLabel: {color: look.colour('quiet'), fontSize: 11, formatter: time}
            }, y)),
            tooltip: Object.assign(base(drawing).tooltip, {
                formatter: function (point) {
                    const one = drawing.series.find(line => line.name === point.seriesName);
                    const there = one && Array.isArray(point.value)
                        && one.points.find(candidate => candidate.x === point.value[0]);
                    return there
                        ? tip([one.name, drawing.xTitle + ' ' + (drawing.xIsTime ? time : count)(there.x), there.text])
                        : tip([point.name]);
                }
            }),
            series: series
        });
    }

    /** Whether names do not fit at the ends of lines: they are long, or would cross longer lines. */
    function needsLegend(drawing, width) {
        const end = one => most(one.points.map(point => point.x));
        const last = most(drawing.series.map(end));
        return width < NARROW || drawing.series.some(one =>
            look.textWidth(one.name) > (end(one) < last ? 0.12 : 0.3) * width);
    }

    /** A name for each line. Names of lines that end close to each other are moved apart. */
    function labelsAtTheEnds(drawing, right) {
        const ends = drawing.series
            .map(one => ({
                name: one.name,
                colour: look.colour('c' + one.colour),
                last: one.points.filter(point => point.mean > 0).at(-1)
            }))
            .filter(end => end.last);
        const last = most(ends.map(end => end.last.x));
        return {
            type: 'custom',
            silent: true,
            clip: false,
            z: 4,
            data: ends.map(end => [end.last.x, end.last.mean]),
            renderItem: function (params, api) {
                const end = ends[params.dataIndex];
                const point = api.coord([end.last.x, end.last.mean]);
                const isLast = end.last.x === last;
                const x = isLast ? api.coord([right, 1])[0] + 14 : point[0] + SYMBOL;
                const y = isLast
                    ? spread(ends.filter(one => one.last.x === last).map(one => ({
                        end: one,
                        y: api.coord([last, one.last.mean])[1]
                    }))).find(one => one.end === end).y
                    : point[1];
                return {
                    type: 'group',
                    children: [
                        {
                            type: 'polyline',
                            shape: {points: isLast ? [[point[0] + SYMBOL, point[1]], [x - 8, y], [x - 3, y]] : []},
                            style: {stroke: end.colour, fill: 'none', lineWidth: 0.75}
                        },
                        {
                            type: 'text',
                            x: x,
                            y: y,
                            style: {
                                text: end.name,
                                fill: look.colour('ink'),
                                fontSize: 12,
                                fontFamily: look.font(),
                                verticalAlign: 'middle'
                            }
                        }
                    ]
                };
            }
        };
    }

    /** Moves close positions apart: neighbours that touch become one block around their middle. */
    function spread(labels) {
        const blocks = [];
        labels.sort((a, b) => a.y - b.y).forEach(label => {
            let block = {labels: [label], middle: label.y};
            let above = blocks.at(-1);
            while (above && block.middle - above.middle < (above.labels.length + block.labels.length) * LABEL / 2) {
                blocks.pop();
                block = joined(above, block);
                above = blocks.at(-1);
            }
            blocks.push(block);
        });
        return blocks.flatMap(block => {
            const top = Math.max(LABEL / 2, block.middle - (block.labels.length - 1) / 2 * LABEL);
            return block.labels.map((label, index) => ({end: label.end, y: top + index * LABEL}));
        });
    }

    function joined(above, below) {
        const all = above.labels.concat(below.labels);
        return {labels: all, middle: all.reduce((sum, one) => sum + one.y, 0) / all.length};
    }

    function legendRows(names, width) {
        let rows = 1;
        let used = 0;
        names.forEach(name => {
            const item = name + 26 + 5 + 12;
            if (used > 0 && used + item > width - 10) {
                rows++;
                used = 0;
            }
            used += item;
        });
        return rows;
    }

    function markLine(marks) {
        const ink = look.colour('ink');
        return {
            silent: true,
            symbol: 'none',
            lineStyle: {color: ink, type: 'dashed', width: 1},
            data: marks.map((mark, index) => ({
                name: mark.label,
                xAxis: mark.x,
                label: {formatter: mark.label, color: ink, fontSize: 11, position: 'end', distance: 4 + LABEL * index}
            }))
        };
    }

    function height(drawing, width) {
        if (drawing.kind === 'rows') {
            return drawing.rows.length * ROW + 54;
        }
        const legend = needsLegend(drawing, width)
            ? legendRows(drawing.series.map(one => look.textWidth(one.name)), width)
            : 0;
        return Math.max(340, Math.min(460, width * 0.55)) + legend * 24;
    }

    return {rows: rows, lines: lines, height: height};
}
