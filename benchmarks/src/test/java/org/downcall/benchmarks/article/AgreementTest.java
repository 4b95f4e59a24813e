package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {

    /** 2^64 + 5: its lowest 64 bits are 5. */
    private static final BigInteger EXACT = new BigInteger("18446744073709551621");

    private static Map<Row, BigInteger> agreeing() {
        Map<Row, BigInteger> values = new EnumMap<>(Row.class);
        for (Row row : Row.values()) {
            values.put(row, row.kind == Row.Kind.EXACT ? EXACT : BigInteger.valueOf(5));
        }
        return values;
    }

    @Test
    void aModularRowEqualsTheLowestBitsOfAnExactRow() {
        assertEquals(Optional.empty(), Agreement.disagreement(agreeing()));
    }

    @Test
    void anExactRowThatDiffersIsNamedWithBothValues() {
        Map<Row, BigInteger> values = agreeing();
        values.put(Row.NATIVE_EXACT, BigInteger.valueOf(5));
        assertEquals(
                Optional.of(
                        "'native exact' returned 5, but 'Java exact (iterative)' is 18446744073709551621"),
                Agreement.disagreement(values));
    }

    @Test
    void aModularRowThatDiffersIsNamedWithBothValues() {
        Map<Row, BigInteger> values = agreeing();
        values.put(Row.JAVA_LOOP, EXACT);
        assertEquals(
                Optional.of(
                        "'Java loop' returned 18446744073709551621, but 'Java exact (iterative)' mod 2^64 is 5"),
                Agreement.disagreement(values));
    }

    @Test
    void longNumbersAreAbbreviated() {
        Map<Row, BigInteger> values = agreeing();
        values.put(Row.NATIVE_EXACT, BigInteger.TEN.pow(2000).add(BigInteger.TWO));
        assertEquals(
                Optional.of(
                        "'native exact' returned 10000000000000000000...00000000000000000002 (2,001 digits), but "
                                + "'Java exact (iterative)' is 18446744073709551621"),
                Agreement.disagreement(values));
    }

    @Test
    void atLeastOneExactRowIsRequired() {
        Map<Row, BigInteger> values = agreeing();
        values.keySet().removeIf(Row::isNative);
        assertEquals(Optional.empty(), Agreement.disagreement(values));
        values.keySet().removeIf(row -> row.kind == Row.Kind.EXACT);
        assertThrows(IllegalArgumentException.class, () -> Agreement.disagreement(values));
    }
}
