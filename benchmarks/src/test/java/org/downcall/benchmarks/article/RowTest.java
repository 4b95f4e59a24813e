package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class RowTest {

    @Test
    void everyBenchmarkHasOneRow() {
        List<String> benchmarks = Arrays.stream(ArticleBenchmark.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName)
                .sorted()
                .toList();
        assertEquals(
                benchmarks,
                Arrays.stream(Row.values()).map(row -> row.method).sorted().toList());
    }

    @Test
    void theArticlesAlgorithmReturnsFibonacciNumbers() {
        assertEquals(BigInteger.ZERO, ArticleAlgorithm.fibonacci(0));
        assertEquals(BigInteger.ONE, ArticleAlgorithm.fibonacci(1));
        assertEquals(BigInteger.ONE, ArticleAlgorithm.fibonacci(2));
        assertEquals(BigInteger.valueOf(55), ArticleAlgorithm.fibonacci(10));
        assertEquals(new BigInteger("354224848179261915075"), ArticleAlgorithm.fibonacci(100));
    }
}
