/** Draws a chart of lines as a separate document, with its title and a background. */
function picture(json, colour) {
    'use strict';

    const WIDTH = 860;
    const TITLE = 34;
    const FONT = 'system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

    function escaped(text) {
        return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    }

    /**
     * The width of a text in DejaVu Sans, one of the widest fonts that a reader may have. Names in a narrower font
     * are further apart, but in a wider font they would overlap.
     */
    function width(text, font) {
        const size = Number((/([0-9.]+)px/.exec(font || '') || [0, 12])[1]);
        return size * text.split('').reduce((sum, one) => sum + characterWidth(one), 0);
    }

    function characterWidth(character) {
        if (/[ijl.,:;'|!I ]/.test(character)) {
            return 0.33;
        }
        if (/[frt()-]/.test(character)) {
            return 0.42;
        }
        return /[mwMW]/.test(character) ? 1 : /[A-Z]/.test(character) ? 0.75 : 0.64;
    }

    echarts.setPlatformAPI({measureText: (text, font) => ({width: width(text, font)})});
    const drawing = JSON.parse(json);
    const draw = charts({
        colour: colour,
        font: () => FONT,
        textWidth: text => width(text, '12px')
    });
    const option = draw.lines(drawing, WIDTH);
    option.aria = {enabled: false}; // it requires a page; the title and the description are added below
    option.backgroundColor = colour('paper');
    option.title = {text: drawing.title, left: 8, top: 8, textStyle: {color: colour('ink'), fontSize: 15}};
    option.grid.top += TITLE;
    option.legend.top = TITLE;
    option.legend.left = 8;
    const chart = echarts.init(null, null, {
        renderer: 'svg',
        ssr: true,
        width: WIDTH,
        height: draw.height(drawing, WIDTH) + TITLE
    });
    chart.setOption(option);
    const words = '<title>' + escaped(drawing.title) + '</title>\n<desc>' + escaped(drawing.description) + '</desc>\n';
    return chart.renderToSVGString().replace(/^<svg ([^>]*)>\n?/, (tag, attributes) =>
        '<svg role="img" ' + attributes + '>\n' + words);
}
