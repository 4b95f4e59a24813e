package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.calls.NativeTasks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each operation checks its result, and makes a small call of the same kind before the first one, on
 * a thread of its own.
 */
@RequiresLibrary
class NativeResourcesTest {

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** What was checked, and on which thread. */
    private static final class Recorder extends ResidueCheck {

        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

        Recorder() {
            super(true);
        }

        private void record(String what, long size) {
            boolean prepares = Thread.currentThread().getName().equals("downcall-preparation");
            calls.add((prepares ? "small " : "") + what + (prepares ? "" : " " + size));
        }

        @Override
        void product(MemorySegment a, MemorySegment b, MemorySegment product) {
            super.product(a, b, product);
            record("product", product.byteSize() / 8);
        }

        @Override
        void power(MemorySegment a, long exponent, MemorySegment power) {
            super.power(a, exponent, power);
            record("power", exponent);
        }

        @Override
        void conversion(MemorySegment binary, MemorySegment words) {
            super.conversion(binary, words);
            // The result may be longer than the number.
            record("conversion", Math.min(binary.byteSize(), words.byteSize()) / 8);
        }

        @Override
        void fibonacci(long n, MemorySegment limbs) {
            super.fibonacci(n, limbs);
            record("F", n);
        }

        @Override
        void fibonacciDecimal(long n, MemorySegment words, int wordDigits) {
            super.fibonacciDecimal(n, words, wordDigits);
            if (wordDigits > 0) { // fibonacci calls this method, too.
                record("digits of F", n);
            }
        }
    }

    private static final BigInteger A = BigInteger.ONE.shiftLeft(64_000).subtract(BigInteger.ONE);
    private static final BigInteger SHORT = A.shiftRight(63_361); // ten limbs

    private static List<String> recorded(Consumer<NativeResources> operation) {
        Recorder recorder = new Recorder();
        NativeTasks tasks = new NativeTasks(NativeMemory.unlimited(), 1 << 18, 0);
        operation.accept(new NativeResources(recorder, tasks));
        return recorder.calls;
    }

    @Test
    void bigIntegers() {
        Map<Consumer<BigIntegerKernel>, List<String>> expected = new LinkedHashMap<>();
        Execution once = Execution.DEFAULT;
        expected.put(
                kernel -> kernel.multiply(SHORT, SHORT.negate(), once),
                List.of("small product", "product 20"));
        expected.put(
                kernel -> kernel.multiply(A, A.not(), once),
                List.of("small product", "product 2001"));
        expected.put(
                kernel -> kernel.multiply(A, A, once), List.of("small product", "product 2000"));
        expected.put(kernel -> kernel.pow(SHORT, 31, once), List.of("small product", "power 31"));
        expected.put(
                kernel -> kernel.toString(A, once),
                List.of("small conversion", "small conversion", "conversion 1000"));
        expected.put(
                kernel -> kernel.parse("9".repeat(19_000), once),
                List.of("small conversion", "small conversion", "conversion 1000"));
        expected.forEach((operation, calls) -> {
            assertEquals(calls, recorded(resources -> {
                operation.accept(new NativeBigIntegers(resources));
            }));
            // The second call needs no preparation.
            assertEquals(
                    calls.getLast(),
                    recorded(resources -> {
                                BigIntegerKernel kernel = new NativeBigIntegers(resources);
                                operation.accept(kernel);
                                ((Recorder) resources.check()).calls.clear();
                                operation.accept(kernel);
                            })
                            .getFirst());
        });
    }

    @Test
    void fibonacciNumbers() {
        Map<Consumer<FibonacciKernel>, List<String>> expected = new LinkedHashMap<>();
        Execution once = Execution.DEFAULT;
        expected.put(kernel -> kernel.exact(9_999, once), List.of("small F", "F 9999"));
        expected.put(kernel -> kernel.exact(30_000, once), List.of("small F", "F 30000"));
        expected.put(
                kernel -> kernel.decimal(9_999, once),
                List.of("small digits of F", "digits of F 9999"));
        expected.put(
                kernel -> {
                    try {
                        kernel.writeDecimal(9_998, (digits, length) -> {}, once);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                List.of("small digits of F", "digits of F 9998"));
        expected.forEach((operation, calls) -> assertEquals(calls, recorded(resources -> {
            operation.accept(new NativeFibonacci(resources));
        })));
    }
}
