package org.downcall.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Loads the library that the build made of src/test/c/recipes, before the tests of a class. The
 * bindings find it because they are of the class loader that loaded it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(UsesRecipesLibrary.Load.class)
@interface UsesRecipesLibrary {

    /** Loads it; once more does nothing. */
    final class Load implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            System.load(file());
        }

        static String file() {
            return TestBuild.property("downcall.test.recipes");
        }
    }
}
