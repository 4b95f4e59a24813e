(function () {
    'use strict';

    const drawings = JSON.parse(document.getElementById('drawings').textContent);

    function colour(name) {
        return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    }

    function font() {
        return getComputedStyle(document.body).fontFamily;
    }

    function textWidth(text) {
        const context = textWidth.context || (textWidth.context = document.createElement('canvas').getContext('2d'));
        context.font = '12px ' + font();
        return context.measureText(text).width;
    }

    const options = charts({colour: colour, font: font, textWidth: textWidth});

    function draw(drawing, width) {
        const box = document.getElementById(drawing.id);
        const wide = width || box.clientWidth;
        const tall = options.height(drawing, wide);
        box.style.height = tall + 'px';
        const chart = echarts.getInstanceByDom(box) || echarts.init(box, null, {renderer: 'svg'});
        chart.resize({width: wide, height: tall});
        chart.setOption(drawing.kind === 'rows' ? options.rows(drawing, wide) : options.lines(drawing, wide), true);
    }

    function drawAll(width) {
        drawings.forEach(drawing => draw(drawing, width));
    }

    function download() {
        // In the page, "less than" is escaped as in JSON. An escaped backslash may look like the start of the escape.
        const text = document.getElementById('jmh').textContent
            .replace(/\\(\\|u003c)/g, escape => escape === '\\u003c' ? '<' : escape);
        const url = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
        const link = document.createElement('a');
        link.href = url;
        link.download = 'downcall.json';
        link.click();
        setTimeout(() => URL.revokeObjectURL(url), 10000);
    }

    document.querySelectorAll('table.sortable').forEach(table => new Tablesort(table));
    document.getElementById('download').addEventListener('click', download);

    // Also called when the charts make the page so long that it gets a scroll bar.
    const page = document.querySelector('main');
    let width = page.clientWidth;
    let pending = 0;
    let unfolded = [];

    function isPrinting() {
        return document.documentElement.classList.contains('printing');
    }

    drawAll();
    new ResizeObserver(() => {
        if (page.clientWidth !== width && !isPrinting()) {
            width = page.clientWidth;
            cancelAnimationFrame(pending);
            pending = requestAnimationFrame(() => drawAll());
        }
    }).observe(page);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
        if (!isPrinting()) { // printing may switch to the light scheme
            drawAll();
        }
    });
    window.addEventListener('beforeprint', () => {
        unfolded = [...document.querySelectorAll('details.printed:not([open])')];
        unfolded.forEach(details => {
            details.open = true;
        });
        document.documentElement.classList.add('printing');
        drawAll(660); // the width of an upright A4 page in CSS pixels
    });
    window.addEventListener('afterprint', () => {
        document.documentElement.classList.remove('printing');
        unfolded.forEach(details => {
            details.open = false;
        });
        drawAll();
    });
})();
