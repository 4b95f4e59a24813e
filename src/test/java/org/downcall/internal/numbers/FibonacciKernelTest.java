package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that every kernel passes. Each kernel has a subclass. */
abstract class FibonacciKernelTest {

    abstract FibonacciKernel kernel();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "2, 1",
        "3, 2",
        "10, 55",
        "47, 2971215073",
        "90, 2880067194370816120",
        "91, 4660046610375530309",
        "92, 7540113804746346429",
        "93, 12200160415121876738",
        "94, 19740274219868223167",
        "186, 332825110087067562321196029789634457848",
        "200, 280571172992510140037611932413038677189525",
    })
    void knownValues(long n, BigInteger f) {
        assertEquals(f, kernel().exact(n));
        assertEquals(f.longValue(), kernel().wrapping(n));
        assertEquals(f.longValue(), kernel().wrappingIterative((int) n));
        if (n <= 92) {
            assertEquals(f.longValueExact(), kernel().longValue((int) n));
        }
    }

    @Test
    void everyDigitOfTheArticlesNumber() throws IOException {
        try (InputStream in = FibonacciKernelTest.class.getResourceAsStream(
                "/org/downcall/fibonacci-10000.txt")) {
            String digits =
                    new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            assertEquals(2090, digits.length());
            assertEquals(digits, kernel().exact(10_000).toString());
        }
    }

    /** SHA-256 of the decimal digits, computed with Python's integers. */
    @ParameterizedTest
    @CsvSource({
        "100000, 9fe22f691a91170da9006226d479ad986b2f92021b7045ecfb0a5091b641b802",
        "1000000, aef6e8c19df607aa07940f2abde8460d1b34c18df1a6f46b5fc04dfe9be51706",
    })
    void digestsOfLargeNumbers(long n, String sha256) throws NoSuchAlgorithmException {
        byte[] digits = kernel().exact(n).toString().getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                sha256,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(digits)));
    }

    @Test
    void decimalIsExactInDecimal() {
        for (int n = 0; n <= 12_000; n += n < 1_000 ? 1 : 37) {
            assertEquals(
                    kernel().exact(n).toString(),
                    kernel().decimal(n, Execution.DEFAULT),
                    "n = " + n);
        }
    }

    @Test
    void exactFollowsTheRecurrence() {
        BigInteger before = kernel().exact(0);
        BigInteger f = kernel().exact(1);
        for (int n = 2; n <= 3000; n++) {
            BigInteger next = kernel().exact(n);
            assertEquals(before.add(f), next, "n = " + n);
            before = f;
            f = next;
        }
    }

    @Test
    void cassinisIdentity() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            long n = random.nextLong(1, 30_000);
            BigInteger f = kernel().exact(n);
            BigInteger sign = BigInteger.valueOf(n % 2 == 0 ? 1 : -1);
            assertEquals(
                    sign,
                    kernel().exact(n - 1).multiply(kernel().exact(n + 1)).subtract(f.multiply(f)),
                    "n = " + n);
        }
    }

    @Test
    void doublingIdentities() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 50; i++) {
            long k = random.nextLong(1, 20_000);
            BigInteger f = kernel().exact(k);
            BigInteger next = kernel().exact(k + 1);
            assertEquals(
                    f.multiply(next.shiftLeft(1).subtract(f)), kernel().exact(2 * k), "k = " + k);
            assertEquals(
                    f.multiply(f).add(next.multiply(next)), kernel().exact(2 * k + 1), "k = " + k);
        }
    }

    @Test
    void theGcdOfTwoNumbersIsTheNumberAtTheGcdOfTheirIndices() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 50; i++) {
            int common = random.nextInt(1, 100);
            int m = common * random.nextInt(1, 60);
            int n = common * random.nextInt(1, 60);
            int gcd = BigInteger.valueOf(m).gcd(BigInteger.valueOf(n)).intValueExact();
            assertEquals(
                    kernel().exact(gcd),
                    kernel().exact(m).gcd(kernel().exact(n)),
                    "m = " + m + ", n = " + n);
        }
    }

    @Test
    void exactModulo2To64EqualsWrapping() {
        for (int n = 0; n <= 2000; n++) {
            assertEquals(kernel().exact(n).longValue(), kernel().wrapping(n), "n = " + n);
            assertEquals(kernel().wrapping(n), kernel().wrappingIterative(n), "n = " + n);
        }
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100; i++) {
            int n = random.nextInt(100_000);
            assertEquals(kernel().exact(n).longValue(), kernel().wrapping(n), "n = " + n);
        }
    }

    /** The values were computed with Python's integers. */
    @Test
    void wrappingAtTheLargestIndex() {
        assertEquals(
                Long.parseUnsignedLong("17645931327057623325"), kernel().wrapping(Long.MAX_VALUE));
        assertEquals(
                Long.parseUnsignedLong("13142498416641831483"),
                kernel().wrapping(1_000_000_000_000_000_000L));
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1000; i++) {
            long n = random.nextLong(Long.MAX_VALUE - 2);
            assertEquals(
                    kernel().wrapping(n) + kernel().wrapping(n + 1),
                    kernel().wrapping(n + 2),
                    "n = " + n);
        }
    }

    @Test
    void theLoopEndsAtTheLargestIndex() {
        assertEquals(6798988702295324957L, kernel().wrappingIterative(Integer.MAX_VALUE));
        assertEquals(6798988702295324957L, kernel().wrapping(Integer.MAX_VALUE));
    }
}
