package org.downcall.benchmarks.run;

import java.io.File;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Starts a JVM in which malloc requests huge pages, as this library does for its buffers of large
 * numbers and for large matrices, and as the options of the JVMs do for the Java heap. Otherwise, C
 * libraries would have more page faults. A profiler of JMH can put a command in front of {@code
 * java}. This one sets an environment variable of glibc, which has an effect from glibc 2.35 on,
 * and if the system gives huge pages to those who request them. Elsewhere it is ignored.
 */
public final class HugePages implements ExternalProfiler {

    /** Nothing precedes the command if the system is not Linux. */
    static final boolean AVAILABLE = System.getProperty("os.name").equals("Linux");

    private static final String NAME = "GLIBC_TUNABLES";
    private static final String SETTING = "glibc.malloc.hugetlb=1";

    @Override
    public String getDescription() {
        return "Lets malloc request huge pages";
    }

    @Override
    public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
        String others = System.getenv(NAME);
        return List.of(
                "env",
                NAME + "=" + (others == null || others.isEmpty() ? "" : others + ":") + SETTING);
    }

    @Override
    public Collection<String> addJVMOptions(BenchmarkParams params) {
        return List.of();
    }

    @Override
    public void beforeTrial(BenchmarkParams params) {}

    @Override
    public Collection<? extends Result> afterTrial(
            BenchmarkResult result, long pid, File standardOutput, File standardError) {
        return List.of();
    }

    @Override
    public boolean allowPrintOut() {
        return true;
    }

    @Override
    public boolean allowPrintErr() {
        return true;
    }
}
