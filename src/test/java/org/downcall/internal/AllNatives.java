package org.downcall.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs a test only if the build compiled the libraries of all platforms. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "downcall.test.natives",
        matches = "all",
        disabledReason = "only with -Pnatives, which builds the libraries of all platforms")
@interface AllNatives {}
