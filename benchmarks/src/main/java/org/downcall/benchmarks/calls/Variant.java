package org.downcall.benchmarks.calls;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of several ways in which a technology makes the same call. A method that has the name of its
 * technology needs none.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Variant {

    Technology technology();

    /** A few words that distinguish it from the others, such as "copied into a fresh segment". */
    String title();

    /** {@code -Dbench=full} measures all. */
    boolean inDefaultMode() default true;
}
