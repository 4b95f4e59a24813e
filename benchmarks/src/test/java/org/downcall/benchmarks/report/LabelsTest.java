package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "16, 16",
        "1_000, 1000",
        "10us, 10000",
        "1ms, 1000000",
        "2 s, 2e9",
        "128 non-ASCII, 128"
    })
    void readsSizesAndTimes(String text, double quantity) {
        assertEquals(Optional.of(quantity), Labels.quantity(text));
    }

    @Test
    void otherValuesAreNotQuantities() {
        assertEquals(Optional.empty(), Labels.quantity("G1"));
        assertEquals(Optional.empty(), Labels.quantity("shared"));
    }
}
