package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Benchmark;

class RowTest {

    private static List<String> benchmarks() {
        return Arrays.stream(ArticleBenchmark.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName)
                .map(name -> ArticleBenchmark.class.getName() + "." + name)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void namesOneBenchmark(Row row) {
        assertEquals(1, benchmarks().stream().filter(name -> name.matches(row.pattern())).count(), row::pattern);
    }

    @Test
    void everyBenchmarkHasARow() {
        for (String benchmark : benchmarks()) {
            assertTrue(Arrays.stream(Row.values()).anyMatch(row -> benchmark.matches(row.pattern())), benchmark);
        }
    }

    @Test
    void theArticlesAlgorithmGivesFibonacciNumbers() {
        assertEquals(BigInteger.ZERO, ArticleAlgorithm.fibonacci(0));
        assertEquals(BigInteger.ONE, ArticleAlgorithm.fibonacci(1));
        assertEquals(BigInteger.ONE, ArticleAlgorithm.fibonacci(2));
        assertEquals(BigInteger.valueOf(55), ArticleAlgorithm.fibonacci(10));
        assertEquals(new BigInteger("354224848179261915075"), ArticleAlgorithm.fibonacci(100));
    }
}
