package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeAgreementTest {

    @Test
    void theErrorNamesTheDifference() {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("java", 42L);
        results.put("ffm", 42L);
        results.put("jni", 43L);
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> ShapeAgreement.check("OneLong", results));
        assertEquals("OneLong: jni returns 43, but java 42", e.getMessage());
    }

    @Test
    void arraysAreComparedByContent() {
        ShapeAgreement.check("Array", Map.of("java", new int[] {1, 2}, "ffm", new int[] {1, 2}));
        Map<String, int[]> results = Map.of("java", new int[] {1, 2}, "ffm", new int[] {1, 3});
        assertThrows(IllegalStateException.class, () -> ShapeAgreement.check("Array", results));
    }

    @Test
    void aLongDoesNotEqualAnInt() {
        assertThrows(
                IllegalStateException.class,
                () -> ShapeAgreement.check("OneLong", Map.of("java", 42L, "jna", 42)));
    }
}
