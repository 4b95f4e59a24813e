package org.downcall.benchmarks.calls;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The shape of a function: the types of its arguments and its result. In the package memory, a way
 * to use memory. A class with this annotation is a JMH benchmark.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shape {

    /** A reason that several technologies share. */
    String NOTHING_IS_CALLED =
            "nothing is called, and only the FFM API reaches memory outside the heap";

    String WAYS_OF_FFM = "the shape compares ways of the FFM API";
    String ONLY_FFM_HAS_ARENAS = "only the FFM API has arenas";
    String ONLY_FFM_HAS_HANDLES = "only the FFM API has method handles that the caller keeps";
    String ONLY_ALLOCATORS_OF_FFM = "the shape compares allocators of the FFM API";

    /** A few words, such as "struct of 16 bytes by value". */
    String title();

    /** The C function, such as "long long f(long long)"; empty if there are several. */
    String signature() default "";

    /** Whether default mode measures it. Shapes that resemble others are measured in full mode. */
    boolean inDefaultMode() default true;

    Absent[] absent() default {};

    /**
     * Why all other technologies are absent: a sentence without a full stop, or empty if there are
     * none.
     */
    String others() default "";

    /** A technology that cannot do this, and the reason: an empty cell of the table. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({})
    @interface Absent {

        Technology technology();

        /** A sentence without a full stop. */
        String reason();
    }
}
