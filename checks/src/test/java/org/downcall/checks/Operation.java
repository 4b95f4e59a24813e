package org.downcall.checks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.downcall.Arithmetic;

/**
 * A computation with fixed operands, and the test of its result. {@code OperationTest} asserts that
 * there is one for each method of {@link Arithmetic}. Most operands are made from the result, so
 * that this class need not compute it.
 */
public final class Operation {

    private interface Computation {
        /** Returns the residue of the result. */
        BigInteger residue(Arithmetic arithmetic);
    }

    private final String name;
    private final Computation computation;
    private final BigInteger expected;

    private Operation(String name, BigInteger expected, Computation computation) {
        this.name = name;
        this.expected = expected;
        this.computation = computation;
    }

    public String name() {
        return name;
    }

    /** @throws AssertionError if the result is wrong */
    public void run(Arithmetic arithmetic) {
        BigInteger actual = computation.residue(arithmetic);
        if (!actual.equals(expected)) {
            throw new AssertionError(name + ": the residue is " + actual + ", not " + expected);
        }
    }

    public static Operation multiply(int aBits, int bBits) {
        Random random = new Random(aBits);
        BigInteger a = number(aBits, random);
        BigInteger b = number(bBits, random).negate();
        return new Operation(
                "product of " + aBits + " and " + bBits + " bits",
                Residue.ofProduct(a, b),
                arithmetic -> Residue.of(arithmetic.multiply(a, b)));
    }

    public static Operation square(int bits) {
        BigInteger a = number(bits, new Random(bits));
        return new Operation(
                "square of " + bits + " bits",
                Residue.ofProduct(a, a),
                arithmetic -> Residue.of(arithmetic.square(a)));
    }

    public static Operation pow(int bits, int exponent) {
        BigInteger a = number(bits, new Random(bits)).setBit(0);
        return new Operation(
                bits + " bits to the power of " + exponent,
                Residue.ofPower(a, exponent),
                arithmetic -> Residue.of(arithmetic.pow(a, exponent)));
    }

    public static Operation toDecimal(int bits) {
        BigInteger a = number(bits, new Random(bits));
        return new Operation(
                "digits of " + bits + " bits",
                Residue.of(a),
                arithmetic -> Residue.of(arithmetic.toString(a)));
    }

    public static Operation parse(int length) {
        String digits = digits(length, 10);
        return new Operation(
                "number of " + length + " digits",
                Residue.of(digits),
                arithmetic -> Residue.of(arithmetic.parse(digits)));
    }

    private static Operation toRadix(int bits, int radix) {
        BigInteger a = number(bits, new Random(bits));
        return new Operation(
                "digits of " + bits + " bits in radix " + radix,
                Residue.of(a),
                arithmetic -> Residue.of(arithmetic.toString(a, radix), radix));
    }

    private static Operation parseRadix(int length, int radix) {
        String digits = digits(length, radix);
        return new Operation(
                "number of " + length + " digits in radix " + radix,
                Residue.of(digits, radix),
                arithmetic -> Residue.of(arithmetic.parse(digits, radix)));
    }

    public static Operation fibonacci(long n) {
        return new Operation(
                "F(" + n + ")",
                Residue.ofFibonacci(n),
                arithmetic -> Residue.of(arithmetic.fibonacci(n)));
    }

    public static Operation fibonacciDecimal(long n) {
        return new Operation(
                "digits of F(" + n + ")",
                Residue.ofFibonacci(n),
                arithmetic -> Residue.of(arithmetic.fibonacciDecimal(n)));
    }

    private static Operation appendFibonacci(long n) {
        return new Operation(
                "digits of F(" + n + ") as characters", Residue.ofFibonacci(n), arithmetic -> {
                    StringBuilder digits = new StringBuilder();
                    try {
                        arithmetic.appendFibonacci(n, digits);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return Residue.of(digits.toString());
                });
    }

    private static Operation writeFibonacci(long n) {
        return new Operation(
                "digits of F(" + n + ") as bytes", Residue.ofFibonacci(n), arithmetic -> {
                    ByteArrayOutputStream digits = new ByteArrayOutputStream();
                    try {
                        arithmetic.writeFibonacci(n, digits);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return Residue.of(digits.toString(StandardCharsets.US_ASCII));
                });
    }

    /** Four divisions of the same numbers, which are not negative. */
    public static List<Operation> divisions(int quotientBits, int divisorBits) {
        Random random = new Random(divisorBits);
        BigInteger quotient = number(quotientBits, random);
        BigInteger b = number(divisorBits, random);
        BigInteger remainder = new BigInteger(divisorBits - 1, random);
        BigInteger a = quotient.multiply(b).add(remainder);
        String name = " of a division by " + divisorBits + " bits";
        return List.of(
                new Operation(
                        "quotient" + name,
                        Residue.of(quotient),
                        arithmetic -> Residue.of(arithmetic.divide(a, b))),
                new Operation(
                        "remainder" + name,
                        Residue.of(remainder),
                        arithmetic -> Residue.of(arithmetic.remainder(a, b))),
                new Operation(
                        "quotient and remainder" + name,
                        Residue.of(quotient, remainder),
                        arithmetic -> Residue.of(arithmetic.divideAndRemainder(a, b))),
                new Operation(
                        "residue" + name,
                        Residue.of(remainder),
                        arithmetic -> Residue.of(arithmetic.mod(a, b))));
    }

    public static List<Operation> squareRoots(int bits) {
        Random random = new Random(bits);
        BigInteger root = number(bits, random);
        BigInteger remainder = new BigInteger(bits, random);
        BigInteger a = root.multiply(root).add(remainder);
        return List.of(
                new Operation(
                        "square root of " + bits + " bits",
                        Residue.of(root),
                        arithmetic -> Residue.of(arithmetic.sqrt(a))),
                new Operation(
                        "square root of " + bits + " bits and remainder",
                        Residue.of(root, remainder),
                        arithmetic -> Residue.of(arithmetic.sqrtAndRemainder(a))));
    }

    private static Operation nthRoot(int bits, int n) {
        Random random = new Random(bits);
        BigInteger root = number(bits, random);
        BigInteger a = root.pow(n).add(new BigInteger(bits, random));
        return new Operation(
                "root of degree " + n + ", of " + bits + " bits",
                Residue.of(root),
                arithmetic -> Residue.of(arithmetic.nthRoot(a, n)));
    }

    /** The divisor of two numbers and their multiple: consecutive Fibonacci numbers are coprime. */
    public static List<Operation> divisors(int index, int divisorBits) {
        BigInteger x = fibonacciNumber(index);
        BigInteger y = fibonacciNumber(index + 1);
        BigInteger divisor = number(divisorBits, new Random(index));
        BigInteger a = x.multiply(divisor);
        BigInteger b = y.multiply(divisor);
        String name = " of multiples of F(" + index + ") and the next";
        return List.of(
                new Operation(
                        "greatest common divisor" + name,
                        Residue.of(divisor),
                        arithmetic -> Residue.of(arithmetic.gcd(a, b))),
                new Operation(
                        "least common multiple" + name,
                        Residue.ofProduct(a, y),
                        arithmetic -> Residue.of(arithmetic.lcm(a, b))));
    }

    /** F(n)^2 = F(n - 1) F(n + 1) - 1 for an even n, so F(n - 1) is the inverse of F(n). */
    private static Operation modInverse(int evenIndex) {
        BigInteger a = fibonacciNumber(evenIndex);
        BigInteger m = fibonacciNumber(evenIndex + 1);
        return new Operation(
                "inverse of F(" + evenIndex + ") modulo the next",
                Residue.ofFibonacci(evenIndex - 1),
                arithmetic -> Residue.of(arithmetic.modInverse(a, m)));
    }

    private static BigInteger fibonacciNumber(int n) {
        BigInteger f = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int bit = 31 - Integer.numberOfLeadingZeros(n); bit >= 0; bit--) {
            BigInteger even = f.multiply(next.shiftLeft(1).subtract(f));
            BigInteger odd = f.multiply(f).add(next.multiply(next));
            boolean one = (n >>> bit & 1) != 0;
            f = one ? odd : even;
            next = one ? even.add(odd) : odd;
        }
        return f;
    }

    private static Operation modPow(int bits, int exponentBits) {
        Random random = new Random(bits);
        BigInteger a = number(bits - 1, random);
        BigInteger exponent = number(exponentBits, random);
        BigInteger modulus = number(bits, random).setBit(0);
        return new Operation(
                "power modulo " + bits + " bits",
                Residue.of(a.modPow(exponent, modulus)),
                arithmetic -> Residue.of(arithmetic.modPow(a, exponent, modulus)));
    }

    private static Operation product(int count, int bits) {
        Random random = new Random(count);
        List<BigInteger> numbers = new ArrayList<>();
        BigInteger residue = BigInteger.ONE;
        for (int i = 0; i < count; i++) {
            numbers.add(number(bits, random));
            residue = Residue.ofProduct(residue, numbers.getLast());
        }
        return new Operation(
                "product of " + count + " numbers of " + bits + " bits",
                residue,
                arithmetic -> Residue.of(arithmetic.product(numbers)));
    }

    public static Operation factorial(int n) {
        return new Operation(
                n + "!", Residue.ofRange(1, n), arithmetic -> Residue.of(arithmetic.factorial(n)));
    }

    private static Operation binomial(int n, int k) {
        return new Operation(
                "binomial coefficient of " + n + " and " + k,
                Residue.ofBinomial(n, k),
                arithmetic -> Residue.of(arithmetic.binomial(n, k)));
    }

    private static List<Operation> decimalTexts(int length) {
        int scale = length / 3;
        String digits = digits(length, 10);
        String text = digits.substring(0, length - scale) + "." + digits.substring(length - scale);
        BigInteger unscaled = number((int) (length * BITS_PER_DIGIT), new Random(length));
        BigDecimal a = new BigDecimal(unscaled, scale);
        String name = " of a decimal number of " + length + " digits";
        return List.of(
                new Operation(
                        "value" + name,
                        Residue.ofDecimal(text),
                        arithmetic -> Residue.of(arithmetic.parseDecimal(text))),
                new Operation(
                        "text" + name,
                        Residue.of(a),
                        arithmetic -> Residue.ofDecimal(arithmetic.toString(a))),
                new Operation(
                        "engineering text" + name,
                        Residue.of(a),
                        arithmetic -> Residue.ofDecimal(arithmetic.toEngineeringString(a))),
                new Operation(
                        "plain text" + name,
                        Residue.of(a),
                        arithmetic -> Residue.ofDecimal(arithmetic.toPlainString(a))));
    }

    /** An exact product, and one whose last digits are cut off, as many as {@code length}. */
    private static List<Operation> decimalProducts(int length) {
        Random random = new Random(length);
        BigInteger u = digitsAsNumber(length, random);
        BigInteger v = digitsAsNumber(length, random);
        // (u 10^length + 1) v = u v 10^length + v, and v has no more digits than that.
        BigDecimal x =
                new BigDecimal(u.multiply(BigInteger.TEN.pow(length)).add(BigInteger.ONE), length);
        BigDecimal y = new BigDecimal(v, 7);
        MathContext context = new MathContext(2 * length, RoundingMode.DOWN);
        String name = "product of " + 2 * length + " and " + length + " decimal digits";
        return List.of(
                new Operation(
                        name,
                        Residue.of(
                                Residue.ofProduct(x.unscaledValue(), v),
                                BigInteger.valueOf(length + 7)),
                        arithmetic -> Residue.of(arithmetic.multiply(x, y))),
                new Operation(
                        name + ", rounded",
                        Residue.of(Residue.ofProduct(u, v), BigInteger.valueOf(7)),
                        arithmetic -> Residue.of(arithmetic.multiply(x, y, context))));
    }

    public static Operation decimalQuotient(int length) {
        Random random = new Random(length);
        BigInteger quotient = digitsAsNumber(length, random);
        BigInteger b = digitsAsNumber(length, random);
        BigDecimal x = new BigDecimal(quotient.multiply(b).add(BigInteger.TEN), 9);
        BigDecimal y = new BigDecimal(b, 2);
        MathContext context = new MathContext(length, RoundingMode.HALF_UP);
        return new Operation(
                "quotient of " + length + " decimal digits",
                Residue.of(new BigDecimal(quotient, 7)),
                arithmetic -> Residue.of(arithmetic.divide(x, y, context)));
    }

    private static Operation decimalRoot(int length) {
        BigInteger root = digitsAsNumber(length, new Random(length));
        BigDecimal x = new BigDecimal(root.multiply(root).add(BigInteger.TEN), 10);
        MathContext context = new MathContext(length, RoundingMode.HALF_UP);
        return new Operation(
                "square root of " + length + " decimal digits",
                Residue.of(new BigDecimal(root, 5)),
                arithmetic -> Residue.of(arithmetic.sqrt(x, context)));
    }

    /** {@return a number of exactly so many bits} */
    private static BigInteger number(int bits, Random random) {
        return new BigInteger(bits, random).setBit(bits - 1);
    }

    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    /** {@return a number of so many decimal digits; the product of two has twice as many} */
    private static BigInteger digitsAsNumber(int length, Random random) {
        int bits = (int) (length * BITS_PER_DIGIT); // so 10^length / 2^bits is from 1 to 2
        return number(bits, random).setBit(bits - 2).setBit(bits - 3);
    }

    private static String digits(int length, int radix) {
        StringBuilder text = new StringBuilder(length);
        new Random(length)
                .ints(length, 0, radix)
                .forEach(digit -> text.append(Character.forDigit(digit, radix)));
        return text.toString();
    }

    @SafeVarargs
    private static List<Operation> all(List<Operation> some, List<Operation>... more) {
        List<Operation> all = new ArrayList<>(some);
        for (List<Operation> each : more) {
            all.addAll(each);
        }
        return List.copyOf(all);
    }

    /** {@return an operation of each kind that is so short that it is one call of C} */
    public static List<Operation> shortOnes() {
        return all(
                List.of(
                        multiply(10_000, 9_000),
                        square(20_000),
                        pow(1_000, 31),
                        toDecimal(50_000),
                        parse(20_000),
                        fibonacci(5_000),
                        fibonacci(50_000),
                        fibonacciDecimal(50_000),
                        appendFibonacci(20_000),
                        writeFibonacci(20_000),
                        nthRoot(5_000, 3),
                        modPow(1_500, 17),
                        modInverse(10_000),
                        toRadix(20_000, 7),
                        parseRadix(5_000, 7),
                        toRadix(20_000, 32),
                        parseRadix(5_000, 32),
                        product(100, 500),
                        factorial(2_000),
                        binomial(10_000, 5_000),
                        decimalQuotient(3_000),
                        decimalRoot(3_000)),
                divisions(20_000, 10_000),
                squareRoots(10_000),
                divisors(10_000, 3_000),
                decimalTexts(5_000),
                decimalProducts(3_000));
    }

    /**
     * {@return an operation of each kind that takes several calls of C, in several strands if its
     * kind has them}
     */
    public static List<Operation> longOnes() {
        return all(
                List.of(
                        multiply(3_000_000, 2_500_000),
                        multiply(20_000_000, 20_000),
                        square(4_000_000),
                        pow(100_000, 31),
                        toDecimal(2_000_000),
                        parse(700_000),
                        fibonacci(4_000_000),
                        fibonacciDecimal(5_000_000),
                        appendFibonacci(5_000_000),
                        writeFibonacci(5_000_000),
                        nthRoot(500_000, 3),
                        modPow(4_000, 4_000),
                        modInverse(1_000_000),
                        toRadix(2_000_000, 7),
                        parseRadix(700_000, 7),
                        product(20_000, 150),
                        factorial(400_000),
                        binomial(2_000_000, 1_000_000),
                        decimalQuotient(400_000),
                        decimalRoot(400_000)),
                divisions(1_500_000, 1_500_000),
                squareRoots(1_500_000),
                divisors(1_000_000, 100_000),
                decimalTexts(700_000),
                decimalProducts(400_000));
    }
}
