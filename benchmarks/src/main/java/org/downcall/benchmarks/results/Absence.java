package org.downcall.benchmarks.results;

import java.util.Map;
import java.util.TreeMap;

/**
 * A benchmark that cannot run on this machine, and why: a library is not installed, or the JDK does
 * not have an option.
 *
 * @param benchmark the full name
 * @param params the parameters that are concerned; empty if all of the benchmark is concerned
 * @param reason a sentence without a full stop
 */
public record Absence(String benchmark, Map<String, String> params, String reason) {

    public Absence {
        params = new TreeMap<>(params); // always in the same order in files and tables
    }
}
