/** Draws a chart of lines as a separate document, with its title and a background. */
function picture(json, colour) {
    'use strict';

    const WIDTH = 860;
    const TITLE = 34;
    const FONT = 'system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

    function escaped(text) {
        return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    }

    const drawing = JSON.parse(json);
    const draw = charts({
        colour: colour,
        font: () => FONT,
        textWidth: text => echarts.format.getTextRect(text, '12px sans-serif').width
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
