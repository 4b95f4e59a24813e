/**
 * The benchmark suite that {@code mvn verify -Pbench} runs: {@link org.downcall.benchmarks.Main}.
 */
package org.downcall.benchmarks;
