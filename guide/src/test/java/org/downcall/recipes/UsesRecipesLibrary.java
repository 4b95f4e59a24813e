package org.downcall.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Loads the recipes' library before the tests of a class. The bindings find the library because
 * they belong to the class loader that loaded it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(UsesRecipesLibrary.Load.class)
@interface UsesRecipesLibrary {

    /** Loads the library. Has no effect if it is loaded already. */
    final class Load implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            System.load(TestBuild.library());
        }
    }
}
