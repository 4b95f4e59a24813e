package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "jvmOnly, JVM only",
        "sleepInCOnVirtualThreads, sleep in C on virtual threads",
        "gmp-limbs, GMP limbs",
        "javaExactDoubling, Java exact doubling"
    })
    void makesWordsOfNames(String name, String words) {
        assertEquals(words, Labels.words(name));
    }
}
