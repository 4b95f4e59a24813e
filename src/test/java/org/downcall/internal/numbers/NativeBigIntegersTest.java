package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.downcall.internal.InstructionSet;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.MemoryWait;
import org.downcall.internal.calls.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresLibrary
class NativeBigIntegersTest extends BigIntegerKernelTest {

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** With the residue check enabled, which must accept every correct result. */
    private final BigIntegerKernel kernel =
            new NativeBigIntegers(new NativeResources(true, NativeMemory.unlimited()));

    @Override
    BigIntegerKernel kernel() {
        return kernel;
    }

    @AfterEach
    void everyLevelAgain() {
        downcall_h.dc_features_limit(downcall_h.dc_features_detected());
    }

    static Stream<String> levels() {
        return NativeFibonacciTest.levels();
    }

    /** Compares the results of the kernel at every level. Each result is expected once. */
    private <T> void assertAtEveryLevel(T expected, Supplier<T> actual, String message) {
        for (String level : levels().toList()) {
            assertEquals(level, InstructionSet.select(level));
            assertEquals(expected, actual.get(), () -> message + ", " + level);
        }
    }

    /** Around the thresholds: critical or not, one call or several. */
    @Test
    void equalsJavaAroundEveryThreshold() {
        Random random = new Random(30);
        int[] limbs = {
            Thresholds.CRITICAL_PRODUCT_LIMBS / 2,
            Thresholds.CRITICAL_PRODUCT_LIMBS,
            Thresholds.CRITICAL_BIG_ENDIAN_LIMBS / 2,
            Thresholds.CRITICAL_BIG_ENDIAN_LIMBS,
            (int) Thresholds.ONE_CALL_TASK_LIMBS / 14
        };
        for (int n : limbs) {
            for (int bits = 64 * n - 65; bits <= 64 * n + 65; bits += 13) {
                BigInteger a = number(bits, 0, random);
                BigInteger b = number(bits, 4, random);
                assertAtEveryLevel(
                        a.multiply(b),
                        () -> kernel.multiply(a, b, Execution.DEFAULT),
                        bits + " bits");
                assertAtEveryLevel(
                        a.multiply(a),
                        () -> kernel.multiply(a, a, Execution.DEFAULT),
                        bits + " bits");
            }
        }
        for (long n : new long[] {Thresholds.ONE_CALL_TASK_LIMBS / 12, 8_192, 16_384}) {
            for (long bits = 64 * n - 65; bits <= 64 * n + 65; bits += 43) {
                BigInteger root = number((int) bits / 2, 0, random);
                BigInteger rest = number((int) bits / 3, 4, random);
                BigInteger a = root.multiply(root).add(rest);
                assertAtEveryLevel(
                        List.of(root, rest),
                        () -> List.of(kernel.sqrtAndRemainder(a, Execution.DEFAULT)),
                        bits + " bits");
                assertAtEveryLevel(root, () -> kernel.sqrt(a, Execution.DEFAULT), bits + " bits");
            }
        }
        int words = Thresholds.CRITICAL_DECIMAL_WORDS;
        for (int digits = 19 * words - 20; digits <= 19 * words + 20; digits++) {
            BigInteger a =
                    BigInteger.TEN.pow(digits).subtract(BigInteger.valueOf(random.nextInt()));
            String text = a.toString();
            assertAtEveryLevel(
                    text, () -> kernel.toString(a, Execution.DEFAULT), digits + " digits");
            assertAtEveryLevel(a, () -> kernel.parse(text, Execution.DEFAULT), digits + " digits");
        }
    }

    /** Short divisions, recursive ones, and by a reciprocal; in one call or several. */
    @Test
    void dividesAsJavaAroundEveryThreshold() {
        Random random = new Random(32);
        for (int n :
                new int[] {1, 20, 64, 150, 600, 1_000, (int) Thresholds.ONE_CALL_TASK_LIMBS / 40}) {
            for (int bits = 64 * n - 1; bits <= 64 * n + 65; bits += 33) {
                BigInteger b = number(bits, 0, random);
                for (int more : new int[] {1, bits / 3, bits}) {
                    BigInteger a = number(bits + more, 4, random);
                    assertAtEveryLevel(
                            List.of(a.divideAndRemainder(b)),
                            () -> List.of(kernel.divideAndRemainder(a, b, Execution.DEFAULT)),
                            bits + more + " by " + bits + " bits");
                }
            }
        }
    }

    /**
     * The digits are the polynomials at every leaf modulo the first prime. At one of the leaves,
     * all eight products of a coefficient are close to -p^2 / 4. The quotient of transforms in
     * doubles is then below -2^51, where a double can hold halves.
     */
    @ParameterizedTest
    @MethodSource("levels")
    void productsWithTheLargestPossibleSums(String level) {
        InstructionSet.select(level);
        long[] x = {
            0x20003f93cfb3fL, 0x20008ef9b7ea8L, 0x20009de0074f1L, 0x20014aa8e8749L,
            0x200083416f506L, 0x200172ea284fbL, 0x1ffffc692f74aL, 0x2001533e94523L
        };
        long[] y = {
            0x1fffcb0000000L, 0x1fffcafea658bL, 0x1fffcafff314dL, 0x1fffcafee4f6cL,
            0x1fffcafee05d4L, 0x1fffcaffbac86L, 0x1fffcafef4521L, 0x1fffcaff6d679L
        };
        BigInteger a = BigInteger.ZERO;
        BigInteger b = BigInteger.ZERO;
        for (int i = 599; i >= 0; i--) {
            a = a.shiftLeft(64).add(BigInteger.valueOf(i < x.length ? x[i] : 0x3fff960000001L));
            b = b.shiftLeft(64).add(BigInteger.valueOf(i < y.length ? y[i] : 0x3fff960000001L));
        }
        assertEquals(a.multiply(b), kernel.multiply(a, b, Execution.DEFAULT));
    }

    /** Too large for BigInteger as an oracle: known divisors, and the definition of an inverse. */
    @Tag("slow")
    @Test
    void divisorsAndInversesOfLargeNumbers() {
        BigIntegerKernel unchecked = new NativeBigIntegers();
        Random random = new Random(32);
        BigInteger prime = BigInteger.ONE.shiftLeft(216_091).subtract(BigInteger.ONE);
        BigInteger a = number(300_000, 0, random);
        BigInteger b = number(250_000, 0, random);
        // The Mersenne prime does not divide the numbers unless they are multiples.
        BigInteger primeA = prime.multiply(a);
        BigInteger primeB = prime.multiply(b);
        assertAtEveryLevel(
                prime.multiply(a.gcd(b)),
                () -> unchecked.gcd(primeA, primeB, Execution.DEFAULT),
                "divisor");
        InstructionSet.select(levels().findFirst().orElseThrow());
        BigInteger inverse = kernel.modInverse(a, prime, Execution.DEFAULT);
        assertEquals(BigInteger.ONE, a.multiply(inverse).mod(prime));
        assertAtEveryLevel(
                inverse, () -> kernel.modInverse(a, prime, Execution.DEFAULT), "inverse");
        assertAtEveryLevel(
                a.mod(prime),
                () -> kernel.modInverse(inverse, prime, Execution.DEFAULT),
                "inverse of the inverse");
        assertAtEveryLevel(
                prime.subtract(inverse),
                () -> unchecked.modInverse(a.negate(), prime, Execution.DEFAULT),
                "inverse of the negative number");
    }

    /** Too large for BigInteger as an oracle: a round trip, the residue check, and identities. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("levels")
    void largeNumbers(String level) {
        InstructionSet.select(level);
        Random random = new Random(31);
        BigInteger a = number(3_000_000, 0, random);
        BigInteger b = number(2_000_000, 3, random);
        BigInteger product = kernel.multiply(a, b, Execution.DEFAULT);
        assertEquals(product, kernel.multiply(b, a, Execution.DEFAULT));
        BigInteger sum = a.add(b);
        BigInteger squares = kernel.multiply(a, a, Execution.DEFAULT)
                .add(kernel.multiply(b, b, Execution.DEFAULT));
        assertEquals(
                kernel.multiply(sum, sum, Execution.DEFAULT), squares.add(product.shiftLeft(1)));
        BigInteger[] quotient = kernel.divideAndRemainder(product.add(b), a, Execution.DEFAULT);
        assertEquals(b, quotient[0]);
        assertEquals(b, quotient[1]);
        quotient =
                kernel.divideAndRemainder(product.subtract(BigInteger.ONE), b, Execution.DEFAULT);
        assertEquals(a.subtract(BigInteger.ONE), quotient[0]);
        assertEquals(b.subtract(BigInteger.ONE), quotient[1]);
        BigInteger square = kernel.multiply(a, a, Execution.DEFAULT);
        BigInteger[] rootAndRest = kernel.sqrtAndRemainder(square.add(b), Execution.DEFAULT);
        assertEquals(List.of(a, b), List.of(rootAndRest));
        assertEquals(
                a.subtract(BigInteger.ONE),
                kernel.sqrt(square.subtract(BigInteger.ONE), Execution.DEFAULT));
        String digits = kernel.toString(product, Execution.DEFAULT);
        assertEquals(product, kernel.parse(digits, Execution.DEFAULT));
        BigInteger nines = BigInteger.TEN.pow(300_000).subtract(BigInteger.ONE);
        assertEquals("9".repeat(300_000), kernel.toString(nines, Execution.DEFAULT));
        assertEquals(nines, kernel.parse("9".repeat(300_000), Execution.DEFAULT));
        assertEquals(
                "1" + "0".repeat(300_000),
                kernel.toString(nines.add(BigInteger.ONE), Execution.DEFAULT));
    }

    @Test
    void anIllegalDigitIsNamed() {
        NumberFormatException e = assertThrows(
                NumberFormatException.class,
                () -> kernel.parse("1".repeat(1_000) + "x" + "1".repeat(1_000), Execution.DEFAULT));
        assertEquals("Illegal digit 'x' (U+0078) at index 1000", e.getMessage());
    }

    @Tag("slow")
    @Test
    void tooManyDigitsAreRejectedBeforeAnythingIsComputed() {
        String digits = "9".repeat(650_000_000);
        assertThrows(ArithmeticException.class, () -> kernel.parse(digits, Execution.DEFAULT));
    }

    /** A number of 100 000 bits, all ones, whose bytes cannot be read. */
    private static final class Unreadable extends BigInteger {

        Unreadable() {
            super(1, BigInteger.ONE.shiftLeft(100_000).subtract(BigInteger.ONE).toByteArray());
        }

        @Override
        public byte[] toByteArray() {
            throw new AssertionError("The number was read.");
        }
    }

    /** Converting long operands would take a large part of the time of a computation. */
    @Test
    void aComputationIsRefusedBeforeItsOperandsAreRead() {
        NativeBigIntegers limited =
                new NativeBigIntegers(new NativeResources(false, new NativeMemory(1_000, "limit")));
        BigInteger a = new Unreadable();
        BigInteger b = BigInteger.ONE.shiftLeft(50_000).subtract(BigInteger.valueOf(15));
        List<Supplier<Object>> computations = List.of(
                () -> limited.multiply(a, b, Execution.DEFAULT),
                () -> limited.multiply(a, a, Execution.DEFAULT),
                () -> limited.pow(a, 3, Execution.DEFAULT),
                () -> limited.divide(a, b, Execution.DEFAULT),
                () -> limited.remainder(a, b, Execution.DEFAULT),
                () -> limited.sqrt(a, Execution.DEFAULT),
                () -> limited.gcd(a, b, Execution.DEFAULT),
                () -> limited.modInverse(b, a, Execution.DEFAULT),
                () -> limited.modPow(b, a, a, Execution.DEFAULT),
                () -> limited.toString(a, Execution.DEFAULT),
                () -> limited.toString(a, 7, Execution.DEFAULT));
        for (int i = 0; i < computations.size(); i++) {
            assertThrows(OutOfMemoryError.class, computations.get(i)::get, "computation " + i);
        }
    }

    /**
     * Another computation takes all memory whenever a task ends, for 100 ms. Each task therefore
     * waits for less than the operation may wait, and all of them wait for longer.
     */
    @Test
    void theTasksOfAnOperationShareTheTimeThatItMayWait() throws InterruptedException {
        long limit = 100 << 20;
        NativeMemory memory = new NativeMemory(limit, "limit");
        NativeBigIntegers limited = new NativeBigIntegers(new NativeResources(false, memory));
        limited.factorial(1_000_000, Execution.DEFAULT); // prepares what the first one needs
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                memory.reserve(limit, "other", new MemoryWait(Long.MAX_VALUE));
                started.countDown();
                LockSupport.parkNanos(100_000_000);
                memory.release(limit);
            }
        });
        started.await();
        long start = System.nanoTime();
        Execution waiting = Execution.DEFAULT.withMaxWaitNanos(250_000_000);
        String message = assertThrows(
                        OutOfMemoryError.class, () -> limited.factorial(1_000_000, waiting.begin()))
                .getMessage();
        long took = System.nanoTime() - start;
        ended.set(true);
        other.join();
        assertTrue(message.contains(" The computation waited for 250 ms."), message);
        assertTrue(took < 10_000_000_000L, took + " ns");
        limited.factorial(1_000_000, Execution.DEFAULT); // all memory is free
    }

    @Test
    void aResultThatIsTooLargeIsRejectedBeforeAnythingIsComputed() {
        BigInteger half = BigInteger.ONE.shiftLeft(1 << 30);
        assertThrows(
                ArithmeticException.class, () -> kernel.multiply(half, half, Execution.DEFAULT));
        assertThrows(
                ArithmeticException.class,
                () -> kernel.pow(BigInteger.TWO, Integer.MAX_VALUE, Execution.DEFAULT));
        assertThrows(
                ArithmeticException.class,
                () -> kernel.pow(BigInteger.TEN, Integer.MAX_VALUE, Execution.DEFAULT));
        assertThrows(ArithmeticException.class, () -> kernel.pow(half, 2, Execution.DEFAULT));
        // One bit more than a BigInteger can have. Computing them requires gigabytes.
        NativeBigIntegers withLittleMemory = new NativeBigIntegers(
                new NativeResources(false, new NativeMemory(1 << 20, "limit")));
        assertThrows(
                ArithmeticException.class,
                () -> withLittleMemory.pow(BigInteger.valueOf(5), 924_870_866, Execution.DEFAULT));
        assertThrows(
                ArithmeticException.class,
                () -> withLittleMemory.pow(
                        BigInteger.TEN.negate(), 646_456_993, Execution.DEFAULT));
        assertEquals(
                Integer.MAX_VALUE,
                kernel.pow(BigInteger.TWO, Integer.MAX_VALUE - 1, Execution.DEFAULT)
                        .bitLength());
    }
}
