package org.downcall.benchmarks.results;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/**
 * A benchmark of which one knows what it allocates. JMH derives classes from it, so it can be no
 * test itself.
 */
public class SixteenBytes {

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public byte[] allocate() {
        return new byte[16];
    }
}
