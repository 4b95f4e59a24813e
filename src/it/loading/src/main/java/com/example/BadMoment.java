package com.example;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.downcall.Backend;
import org.downcall.BigDecimals;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;
import org.downcall.Vectors;

/**
 * Makes a call when the heap is nearly full or the stack is nearly used up, and the same call again
 * in good conditions. Prints how each of them ended, and which kernels run.
 */
public final class BadMoment {

    private static final BigInteger SHORT =
            BigInteger.ONE.shiftLeft(10_000).subtract(BigInteger.TWO);
    private static final BigInteger LONG =
            BigInteger.ONE.shiftLeft(100_000).subtract(BigInteger.TWO);
    private static final BigDecimal DECIMAL = new BigDecimal(SHORT);
    private static final MathContext HUNDRED = new MathContext(100);
    private static final String DIGITS = "1234567890".repeat(100);
    private static final float[] ONES = new float[1_000];
    private static final float[][] ROWS = {{1, 2}, {3, 4}};

    /** A matrix of bytes, 1 and 2 in the first row, 3 and 4 in the second one. */
    private static final Path FILE = Path.of(System.getProperty("matrix", "matrix.npy"));

    private static int depth;

    /**
     * @param args {@code heap} and the free bytes, or {@code stack} and the free frames; an
     *     operation; {@code cold}, or {@code warm} if the kernels are chosen before, and a matrix
     *     is created
     */
    public static void main(String[] args) throws Exception {
        int free = Integer.parseInt(args[1]);
        String operation = args[2];
        // The first class from a jar initializes classes of the JDK, whatever the jar contains.
        for (String name : new String[] {"Backend", "BigIntegers", "Fibonacci", "VectorMatrix"}) {
            Class.forName("org.downcall." + name, false, BadMoment.class.getClassLoader());
        }
        if (args[3].equals("warm")) {
            Backend.current();
            VectorMatrix.of(ROWS).close();
        }
        Arrays.fill(ONES, 1);
        Runnable call = () -> System.out.println(outcome(operation));
        outcome("nothing");
        if (args[0].equals("heap")) {
            withFreeHeap(free, operation);
        } else {
            Thread thread =
                    new Thread(null, () -> withFreeFrames(free, operation), "deep", 1 << 17);
            thread.start();
            thread.join();
        }
        System.out.println(first == null ? "right" : first.getClass().getName());
        call.run();
        System.out.println(Backend.current().kind());
    }

    private static Throwable first;

    private static String outcome(String operation) {
        try {
            perform(operation);
            return "right";
        } catch (Throwable e) {
            return e.toString();
        }
    }

    static final String[] OPERATIONS = {
        "words",
        "exact",
        "exact-long",
        "exact-in-steps",
        "decimal",
        "multiply",
        "multiply-long",
        "pow",
        "divide",
        "sqrt",
        "nth-root",
        "gcd",
        "mod-inverse",
        "mod-pow",
        "product",
        "factorial",
        "binomial",
        "to-string",
        "parse",
        "to-radix",
        "parse-radix",
        "decimals-multiply",
        "decimals-divide",
        "decimals-sqrt",
        "vectors",
        "summary",
        "matrix",
        "search",
        "map",
        "load",
        "write",
        "backend"
    };

    private static void perform(String operation) throws Exception {
        switch (operation) {
            case "nothing" -> {}
            case "each" -> {
                for (String each : OPERATIONS) {
                    perform(each);
                }
            }
            case "words" ->
                require(Fibonacci.wrapping(93) == 7540113804746346429L + 4660046610375530309L);
            case "exact" -> require(Fibonacci.exact(1_000).bitLength() == 694);
            case "exact-long" -> require(Fibonacci.exact(20_000).bitLength() == 13884);
            case "exact-in-steps" -> require(Fibonacci.exact(3_000_000).bitLength() == 2_082_725);
            case "decimal" -> require(Fibonacci.decimal(3_000).length() == 627);
            case "multiply" -> require(BigIntegers.multiply(SHORT, SHORT).bitLength() == 20_000);
            case "multiply-long" ->
                require(BigIntegers.multiply(LONG, LONG).bitLength() == 200_000);
            case "pow" -> require(BigIntegers.pow(SHORT, 3).bitLength() == 30_000);
            case "divide" -> require(BigIntegers.divide(LONG, SHORT).bitLength() == 90_001);
            case "sqrt" -> require(BigIntegers.sqrt(LONG).bitLength() == 50_000);
            case "nth-root" -> require(BigIntegers.nthRoot(LONG, 3).bitLength() == 33_334);
            case "gcd" -> require(BigIntegers.gcd(LONG, SHORT).intValueExact() == 1_022);
            case "mod-inverse" ->
                require(BigIntegers.modInverse(SHORT.add(BigInteger.ONE), LONG).signum() > 0);
            case "mod-pow" ->
                require(BigIntegers.modPow(
                                SHORT, BigInteger.valueOf(65537), SHORT.add(BigInteger.ONE))
                        .equals(SHORT));
            case "product" ->
                require(BigIntegers.product(List.of(SHORT, SHORT, SHORT)).bitLength() == 30_000);
            case "factorial" -> require(BigIntegers.factorial(2_000).getLowestSetBit() == 1_994);
            case "binomial" -> require(BigIntegers.binomial(2_000, 1_000).getLowestSetBit() == 6);
            case "to-string" -> require(BigIntegers.toString(SHORT).length() == 3011);
            case "parse" -> require(BigIntegers.parse(DIGITS).bitLength() == 3319);
            case "to-radix" -> require(BigIntegers.toString(SHORT, 7).length() == 3563);
            case "parse-radix" -> require(BigIntegers.parse(DIGITS, 16).bitLength() == 3997);
            case "decimals-multiply" ->
                require(BigDecimals.multiply(DECIMAL, DECIMAL).unscaledValue().bitLength()
                        == 20_000);
            case "decimals-divide" ->
                require(BigDecimals.divide(BigDecimal.ONE, DECIMAL, HUNDRED).precision() == 100);
            case "decimals-sqrt" -> require(BigDecimals.sqrt(DECIMAL, HUNDRED).precision() == 100);
            case "vectors" -> require(Vectors.dot(ONES, ONES) == 1_000);
            case "summary" -> require(Vectors.summary(new double[] {1, 3}).mean() == 2);
            case "matrix" ->
                VectorMatrix.allocate(VectorType.FLOAT32, 1 << 20, 2).close();
            case "search" -> {
                try (VectorMatrix matrix = VectorMatrix.of(ROWS)) {
                    require(matrix.search(new float[] {1, 0}, VectorMetric.DOT, 1)
                                    .get(0)
                                    .row()
                            == 1);
                }
            }
            case "map" -> {
                try (VectorMatrix matrix = VectorMatrix.map(FILE)) {
                    require(matrix.bytes(1)[0] == 3);
                }
            }
            case "load" -> {
                try (VectorMatrix matrix = VectorMatrix.load(FILE)) {
                    require(matrix.bytes(1)[0] == 3);
                }
            }
            case "write" -> {
                try (VectorMatrix matrix = VectorMatrix.of(ROWS)) {
                    matrix.write(FILE.resolveSibling("written.npy"));
                }
            }
            case "backend" -> {
                Backend backend = Backend.current();
                require(backend.toString().startsWith("downcall ")
                        && (backend.kind() == Backend.Kind.NATIVE)
                                == backend.reason().isEmpty());
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("wrong");
        }
    }

    private static void withFreeHeap(int free, String operation) {
        List<byte[]> ballast = new ArrayList<>(1 << 16);
        byte[] spare = new byte[free];
        for (int size = 1 << 16; size >= 64; size /= 2) {
            try {
                while (true) {
                    ballast.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // The heap has no block of this size.
            }
        }
        spare = null;
        attempt(operation);
        ballast.clear();
    }

    private static void attempt(String operation) {
        try {
            perform(operation);
        } catch (Throwable e) {
            first = e;
        }
    }

    private static void withFreeFrames(int free, String operation) {
        try {
            descend();
        } catch (StackOverflowError e) {
            // depth is now that of the deepest frame.
        }
        try {
            descendTo(depth - free, operation);
        } catch (StackOverflowError e) {
            first = e;
        }
    }

    private static void descend() {
        depth++;
        descend();
    }

    private static void descendTo(int left, String operation) {
        if (left > 0) {
            descendTo(left - 1, operation);
        } else {
            attempt(operation);
        }
    }
}
