package com.example;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.downcall.Backend;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;

/**
 * Makes a call when the heap is nearly full or the stack is nearly used up, and the same call again
 * in good conditions. Prints how each of them ended, and which kernels run.
 */
public final class BadMoment {

    private static final BigInteger SHORT =
            BigInteger.ONE.shiftLeft(10_000).subtract(BigInteger.TWO);
    private static final BigInteger LONG =
            BigInteger.ONE.shiftLeft(100_000).subtract(BigInteger.TWO);
    private static final String DIGITS = "1234567890".repeat(100);

    private static int depth;

    /**
     * @param args {@code heap} and the free bytes, or {@code stack} and the free frames; an
     *     operation; {@code cold}, or {@code warm} if the kernels are chosen before
     */
    public static void main(String[] args) throws Exception {
        int free = Integer.parseInt(args[1]);
        String operation = args[2];
        // The first class from a jar initializes classes of the JDK, whatever the jar contains.
        for (String name : new String[] {"Backend", "BigIntegers", "Fibonacci"}) {
            Class.forName("org.downcall." + name, false, BadMoment.class.getClassLoader());
        }
        if (args[3].equals("warm")) {
            Backend.current();
        }
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

    private static void perform(String operation) {
        switch (operation) {
            case "nothing" -> {}
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
            case "to-string" -> require(BigIntegers.toString(SHORT).length() == 3011);
            case "parse" -> require(BigIntegers.parse(DIGITS).bitLength() == 3319);
            case "backend" -> Backend.current();
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
        try {
            perform(operation);
        } catch (Throwable e) {
            first = e;
        }
        ballast.clear();
    }

    private static void withFreeFrames(int free, String operation) {
        try {
            descend();
        } catch (StackOverflowError e) {
            // depth is now that of the deepest frame.
        }
        try {
            descendTo(depth - free, operation);
        } catch (Throwable e) {
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
            perform(operation);
        }
    }
}
