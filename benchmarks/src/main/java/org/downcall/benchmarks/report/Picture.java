package org.downcall.benchmarks.report;

import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A chart as a file, for documents. ECharts draws it as in the page, but without a browser. It then
 * estimates the width of text, so that a picture does not depend on fonts or on the machine.
 */
final class Picture {

    /** A megabyte of source, so it is compiled once. */
    private static final Script ECHARTS = script("echarts.min.js", Scripts.echarts());

    private static final Script CHARTS = script("charts.js", Scripts.own("charts.js"));
    private static final Script PICTURE = script("picture.js", Scripts.own("picture.js"));

    private static Script script(String name, String source) {
        return inContext(context -> context.compileString(source, name, 1, null));
    }

    /** {@return an SVG document} */
    static String svg(Chart chart) {
        return inContext(context -> {
            // A new scope for each picture: ECharts counts its charts, and the numbers appear in
            // the
            // picture.
            ScriptableObject scope = context.initStandardObjects();
            context.evaluateString(
                    scope,
                    "function setTimeout() {} function clearTimeout() {}",
                    "timers",
                    1,
                    null);
            ECHARTS.exec(context, scope, scope);
            CHARTS.exec(context, scope, scope);
            PICTURE.exec(context, scope, scope);
            Function picture = (Function) scope.get("picture", scope);
            Function colour = new BaseFunction() {
                @Override
                public Object call(
                        Context inside, Scriptable where, Scriptable self, Object[] arguments) {
                    return Scripts.colour(Context.toString(arguments[0]));
                }
            };
            Object[] arguments = {ChartJson.of(chart).toString(), colour};
            return Context.toString(picture.call(context, scope, scope, arguments))
                            .strip() + "\n";
        });
    }

    private interface Work<R> {
        R in(Context context);
    }

    private static <R> R inContext(Work<R> work) {
        try (Context context = Context.enter()) {
            context.setInterpretedMode(
                    true); // compiled code of ECharts would exceed the size limit of a method
            context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
            return work.in(context);
        }
    }

    private Picture() {}
}
