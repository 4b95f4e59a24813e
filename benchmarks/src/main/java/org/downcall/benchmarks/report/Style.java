package org.downcall.benchmarks.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.downcall.benchmarks.calls.Technology;

/**
 * The look of an item, the same in every chart.
 *
 * @param colour the number of a technology, whose colour is in report.css
 * @param variant distinguishes items with the same colour in a chart by symbol and dash
 */
record Style(int colour, int variant) {

    /** Assigns the styles of one chart. */
    static final class Assigner {

        private static final Technology[] OTHERS = {
            Technology.JNI,
            Technology.JNA_DIRECT,
            Technology.JNR,
            Technology.JNA,
            Technology.PUBLIC_API
        };

        private final Map<Integer, Integer> used = new HashMap<>();
        private int others;

        Style of(Technology technology) {
            int colour = technology.ordinal();
            return new Style(colour, used.merge(colour, 1, Integer::sum) - 1);
        }

        /**
         * {@return the style for a name that is not a technology, such as a contender of a kernel}
         * Similar items look alike everywhere.
         */
        Style of(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.contains("critical")) {
                return of(Technology.FFM_CRITICAL);
            }
            if (lower.equals("api")) {
                return of(Technology.PUBLIC_API);
            }
            if (lower.startsWith("native")
                    || lower.startsWith("plain")
                    || lower.startsWith("ffm")) {
                return of(Technology.FFM);
            }
            if (lower.startsWith("java") || lower.equals("article")) {
                return of(Technology.JAVA);
            }
            if (lower.startsWith("gmp")) {
                return of(Technology.JEXTRACT);
            }
            if (lower.startsWith("jvm")) {
                return of(Technology.C);
            }
            return of(OTHERS[others++ % OTHERS.length]);
        }
    }
}
