package org.downcall.benchmarks.calls;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What goes into a function and comes out of it, or what is done to memory. A class with this
 * annotation is a JMH benchmark.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shape {

    /** Reasons that several technologies have. */
    String NOTHING_IS_CALLED =
            "nothing is called, and memory outside the heap is reached through the FFM API";

    String WAYS_OF_FFM = "what is compared is one way of the FFM API with another";
    String ONLY_FFM_HAS_ARENAS = "arenas are of the FFM API";
    String ONLY_FFM_HAS_HANDLES = "only the FFM API leaves it to the caller to keep a handle";
    String ONLY_ALLOCATORS_OF_FFM = "what is compared is where a segment of the FFM API comes from";

    /** A few words, such as "struct of 16 bytes by value". */
    String title();

    /** The C function, such as "long long f(long long)"; empty where there are several. */
    String signature() default "";

    /** Whether default mode measures it; what is much like others is left to full mode. */
    boolean inDefaultMode() default true;

    Absent[] absent() default {};

    /**
     * Why all other technologies are absent, too: a sentence without a full stop; empty if there
     * are no others.
     */
    String others() default "";

    /** What a technology cannot do, and why: an empty cell of the table. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({})
    @interface Absent {

        Technology technology();

        /** A sentence without a full stop. */
        String reason();
    }
}
