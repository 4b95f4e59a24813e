package org.downcall.benchmarks.kernels;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.downcall.benchmarks.kernels.Contender.Kind;

/** A C library for large integers. Each of them takes part in a kernel as two contenders. */
enum CLibrary {
    GMP(Gmp::absence, Gmp::version, Gmp::new),
    FLINT(Flint::absence, Flint::version, Flint::new);

    /**
     * The least size, whatever its unit, at which results remain in the library. Below, most of the
     * time is that of the calls.
     */
    private static final long LEAST_SIZE_LEFT = 10_000;

    private final Supplier<Optional<String>> absence;
    private final Supplier<Optional<String>> version;
    private final Function<Arena, LibraryInteger> constructor;

    CLibrary(
            Supplier<Optional<String>> absence,
            Supplier<Optional<String>> version,
            Function<Arena, LibraryInteger> constructor) {
        this.absence = absence;
        this.version = version;
        this.constructor = constructor;
    }

    /** Creates the numbers of a kernel at a size. */
    interface Preparation {
        Computation in(CLibrary library, long size);
    }

    /** {@return why it is unavailable; empty if it is available} */
    Optional<String> absence() {
        return absence.get();
    }

    /** {@return its version; empty if it is unavailable} */
    Optional<String> version() {
        return version.get();
    }

    /** {@return the number 0, which lives as long as the process} */
    LibraryInteger zero() {
        return constructor.apply(Arena.global());
    }

    /** {@return contenders whose results are BigIntegers, or remain in the library} */
    static Stream<Contender> numbers(Preparation preparation) {
        return contenders(
                preparation,
                Computation::number,
                "-limbs",
                ", no BigInteger",
                Computation::numberLeft);
    }

    /** {@return contenders whose results are Strings, or remain in the library} */
    static Stream<Contender> digits(Preparation preparation) {
        return contenders(
                preparation,
                Computation::digits,
                "-digits",
                ", no String",
                Computation::digitsLeft);
    }

    private static Stream<Contender> contenders(
            Preparation preparation,
            Function<Computation, Task> converted,
            String nameOfRest,
            String titleOfRest,
            Function<Computation, Task> left) {
        return Arrays.stream(values())
                .flatMap(library -> Stream.of(
                        library.contender(
                                "", "", size -> converted.apply(preparation.in(library, size))),
                        library.contender(
                                        nameOfRest,
                                        titleOfRest,
                                        size -> left.apply(preparation.in(library, size)))
                                .inFullMode()
                                .from(LEAST_SIZE_LEFT)));
    }

    private Contender contender(
            String nameOfRest, String titleOfRest, LongFunction<Task> preparation) {
        return Contender.of(
                        Kind.SYSTEM,
                        name().toLowerCase(Locale.ROOT) + nameOfRest,
                        name() + titleOfRest,
                        preparation)
                .unless(absence);
    }
}
