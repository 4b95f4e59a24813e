package org.downcall.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Skips a test if the build compiled no C. A native library that was built and cannot be loaded is
 * a failure.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@DisabledIfSystemProperty(
        named = "downcall.test.native.skip",
        matches = "true",
        disabledReason = "native.skip: the build compiled no C")
public @interface RequiresLibrary {}
