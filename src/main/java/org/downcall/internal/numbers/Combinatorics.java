package org.downcall.internal.numbers;

import java.util.function.IntConsumer;

/**
 * Factorials and binomial coefficients from their prime factors. {@link Products} does the large
 * products, in Java or in C.
 */
final class Combinatorics {

    /**
     * If n is more than this many times as large as k, the binomial coefficient is computed from
     * the k numbers up to n, and not from the primes up to n.
     */
    private static final int FEW_NUMBERS = 16;

    /** How the large numbers of an algorithm are represented and multiplied. */
    interface Products<T> {

        /** {@return the product of unsigned words, of which there is at least one} */
        T ofWords(long[] words);

        T multiply(T a, T b);

        /** {@return the largest n whose n! is a single product of words} */
        int directFactorial();

        /** {@return a^2} */
        T square(T a);

        /**
         * Announces the next part of the work.
         *
         * @param from which fraction of all work is done
         * @param to which fraction is done after the next product
         */
        default void part(double from, double to) {}
    }

    /**
     * {@return the largest odd divisor of n!}
     *
     * <p>n! = (floor(n/2)!)^2 swing(n), where swing(n) contains the prime p as often as there are
     * odd numbers among floor(n/p), floor(n/p^2), ... [P. Luschny, "Prime swing"; A. Schoenhage et
     * al., "Fast Algorithms" (1994), use the binary digits of the exponents in the same way].
     */
    static <T> T oddPartOfFactorial(int n, Products<T> products) {
        int halvings = 0;
        while (n >> halvings > products.directFactorial()) {
            halvings++;
        }
        long[][] swings = halvings > 0 ? swings(n, halvings) : null;
        T x = products.ofWords(oddFactors(n >> halvings));
        for (int i = halvings - 1; i >= 0; i--) {
            // Each level takes half as long as the next.
            double before = Math.scalb(1.0, -i - 1);
            double work = before;
            products.part(before, before + work / 4);
            T swing = products.ofWords(swings[i]);
            products.part(before + work / 4, before + work / 2);
            T square = products.square(x);
            products.part(before + work / 2, before + work);
            x = products.multiply(square, swing);
        }
        return x;
    }

    /** {@return the exponent of 2 in n!, by Legendre's formula} */
    static int exponentOfTwoInFactorial(int n) {
        return n - Integer.bitCount(n);
    }

    private static long[] oddFactors(int n) {
        PackedFactors factors = new PackedFactors();
        for (int i = 3; i <= n; i++) {
            factors.multiplyBy(i >> Integer.numberOfTrailingZeros(i));
        }
        return factors.toWords();
    }

    /**
     * {@return the odd prime factors of swing(n), swing(n / 2), swing(n / 4), ...}
     *
     * @param levels how many, from 1 to 31
     */
    static long[][] swings(int n, int levels) {
        SwingFactors factors = new SwingFactors(n, levels);
        Primes.forEachOdd(n, factors);
        long[][] words = new long[levels][];
        for (int i = 0; i < levels; i++) {
            words[i] = factors.packed[i].toWords();
        }
        return words;
    }

    // The consumers of primes are classes, because linking a lambda may fail permanently if the
    // stack is short or the heap is full.

    /**
     * Packs each odd prime as often as it divides each swing. floor(floor(n / 2^i) / p) is odd if
     * bit i of floor(n / p) is set, so one division serves all levels.
     */
    private static final class SwingFactors implements IntConsumer {

        private final PackedFactors[] packed;
        private final int n;
        private final int root;
        private final int levels; // a bit for each

        SwingFactors(int n, int levels) {
            packed = new PackedFactors[levels];
            for (int i = 0; i < levels; i++) {
                packed[i] = new PackedFactors();
            }
            this.n = n;
            root = (int) Math.sqrt(n);
            this.levels = (1 << levels) - 1;
        }

        @Override
        public void accept(int p) {
            int quotient = n / p;
            pack(p, quotient);
            if (p <= root) {
                while ((quotient /= p) > 0) {
                    pack(p, quotient);
                }
            }
        }

        private void pack(int p, int quotient) {
            for (int odd = quotient & levels; odd != 0; odd &= odd - 1) {
                packed[Integer.numberOfTrailingZeros(odd)].multiplyBy(p);
            }
        }
    }

    /**
     * {@return the odd prime factors of a binomial coefficient}
     *
     * @param n 0 or more
     * @param k from 0 to n / 2
     */
    static long[] oddFactorsOfBinomial(int n, int k) {
        BinomialFactors factors = new BinomialFactors(n, k);
        if (k < n / FEW_NUMBERS) {
            Primes.forEachOdd(k, factors);
            appendNumbers(n, k, factors.packed);
        } else {
            Primes.forEachOdd(n, factors);
        }
        return factors.packed.toWords();
    }

    /** {@return the exponent of 2 in a binomial coefficient} */
    static int exponentOfTwoInBinomial(int n, int k) {
        return Integer.bitCount(k) + Integer.bitCount(n - k) - Integer.bitCount(n);
    }

    /**
     * Packs each odd prime as often as it divides a binomial coefficient: the number of borrows
     * when k is subtracted from n in base p [E. Kummer 1852].
     */
    private static final class BinomialFactors implements IntConsumer {

        private final PackedFactors packed = new PackedFactors();
        private final int n;
        private final int k;
        private final int root;

        BinomialFactors(int n, int k) {
            this.n = n;
            this.k = k;
            root = (int) Math.sqrt(n);
        }

        @Override
        public void accept(int p) {
            if (p > root) { // The numbers have up to two digits, and the upper ones do not borrow.
                if (n % p < k % p) {
                    packed.multiplyBy(p);
                }
                return;
            }
            int borrow = 0;
            for (int a = n, b = k; a > 0; a /= p, b /= p) {
                borrow = a % p < b % p + borrow ? 1 : 0;
                if (borrow != 0) {
                    packed.multiplyBy(p);
                }
            }
        }
    }

    /**
     * No prime above k divides k!, so the product of the numbers n - k + 1, ..., n contains such a
     * prime as often as the coefficient does. Only the primes up to k are divided out of them.
     */
    private static void appendNumbers(int n, int k, PackedFactors packed) {
        Cofactors cofactors = new Cofactors(n - k + 1, k);
        Primes.forEachOdd(k, cofactors);
        for (int number : cofactors.numbers) {
            packed.multiplyBy(number);
        }
    }

    /** Numbers from which primes are removed. */
    private static final class Cofactors implements IntConsumer {

        private final int first;
        private final int[] numbers;

        Cofactors(int first, int count) {
            this.first = first;
            numbers = new int[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = first + i >> Integer.numberOfTrailingZeros(first + i);
            }
        }

        @Override
        public void accept(int p) {
            for (int i = (p - first % p) % p; i < numbers.length; i += p) {
                int number = numbers[i];
                do {
                    number /= p;
                } while (number % p == 0);
                numbers[i] = number;
            }
        }
    }

    private Combinatorics() {}
}
