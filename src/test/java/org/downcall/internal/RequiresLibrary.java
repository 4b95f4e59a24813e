package org.downcall.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Skips a test where the build made no library. A library that was made and cannot be loaded is a
 * failure.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@DisabledIfSystemProperty(
        named = "downcall.test.native.skip",
        matches = "true",
        disabledReason = "native.skip: the build made no library for this platform")
public @interface RequiresLibrary {}
