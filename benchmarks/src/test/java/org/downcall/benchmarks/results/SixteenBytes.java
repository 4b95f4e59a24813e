package org.downcall.benchmarks.results;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/**
 * A benchmark with a known number of allocated bytes. JMH generates subclasses of it, so it cannot
 * be a test class.
 */
public class SixteenBytes {

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public byte[] allocate() {
        return new byte[16];
    }
}
