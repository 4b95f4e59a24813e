package org.downcall.benchmarks.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.downcall.benchmarks.calls.Technology;

/**
 * How a thing looks in every chart.
 *
 * @param colour number of a technology, whose colour report.css holds
 * @param variant which one of those with this colour in the same chart: another symbol, another
 *     dash
 */
record Style(int colour, int variant) {

    /** Gives those of one chart their styles. */
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
         * For what is no technology by name, such as a contender of a kernel: alike things look
         * alike everywhere.
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
