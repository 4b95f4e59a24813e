package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Subclasses of BigInteger whose bit length, from which the lengths of buffers follow, contradicts
 * the bytes that are copied there.
 */
@RequiresLibrary
@Timeout(60)
class InconsistentNumbersTest {

    private static final long LIMIT = 64L << 20;

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final NativeMemory memory = new NativeMemory(LIMIT, "org.example.memory");
    private final BigIntegerKernel kernel =
            new NativeBigIntegers(new NativeResources(false, memory));

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** A number of 100 bits that returns another length and other bytes. */
    private static final class Inconsistent extends BigInteger {

        private final int bits;
        private final byte[] bytes;

        Inconsistent(int signum, int bits, byte[] bytes) {
            super(signum, BigInteger.ONE.shiftLeft(99).setBit(0).toByteArray());
            this.bits = bits;
            this.bytes = bytes;
        }

        @Override
        public int bitLength() {
            return bits;
        }

        @Override
        public byte[] toByteArray() {
            return bytes;
        }

        @Override
        public BigInteger negate() {
            return new Inconsistent(-signum(), bits, bytes);
        }
    }

    @Test
    void lengthsThatContradictTheBytes() {
        Random random = new Random(70);
        BigInteger consistent = new BigInteger(5_000, random).setBit(4_999).setBit(0);
        for (int bits : new int[] {Integer.MIN_VALUE, 0, 64, 65, 6_400, 100_000}) {
            for (int length : new int[] {0, 1, 8, 9, 800, 12_501}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                BigInteger number = new Inconsistent(random.nextBoolean() ? 1 : -1, bits, bytes);
                assertHarmless(number, consistent);
                assertHarmless(consistent, number);
                assertHarmless(number, number);
            }
        }
        assertEquals(
                consistent.multiply(consistent),
                kernel.multiply(consistent, consistent, Execution.DEFAULT));
    }

    /** Every operation returns any result, or throws an exception, and frees its memory. */
    private void assertHarmless(BigInteger a, BigInteger b) {
        Execution execution = Execution.DEFAULT;
        for (Supplier<Object> operation : List.<Supplier<Object>>of(
                () -> kernel.multiply(a, b, execution),
                () -> kernel.modPow(a, THREE, b, execution),
                () -> kernel.modPow(BigInteger.TWO, a, BigInteger.TEN.pow(30), execution),
                () -> kernel.pow(a, 3, execution),
                () -> kernel.divideAndRemainder(a, b, execution),
                () -> kernel.sqrtAndRemainder(a, execution),
                () -> kernel.toString(a, execution),
                () -> kernel.toString(a, 7, execution),
                () -> kernel.toString(a, 8, execution),
                () -> kernel.gcd(a, b, execution),
                () -> kernel.modInverse(a, b, execution),
                () -> kernel.product(List.of(a, b, a), execution))) {
            try {
                operation.get();
            } catch (RuntimeException | AssertionError e) {
                // C or Java refuses it.
            }
            memory.reserve(LIMIT, "everything", null);
            memory.release(LIMIT);
        }
    }
}
