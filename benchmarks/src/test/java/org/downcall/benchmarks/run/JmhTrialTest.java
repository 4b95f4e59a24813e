package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.downcall.benchmarks.calls.FloatArray;
import org.downcall.benchmarks.calls.OneLong;
import org.downcall.benchmarks.calls.PublicApi;
import org.junit.jupiter.api.Test;

class JmhTrialTest {

    /** The estimate includes the start of a JVM if there is one. */
    private static boolean isForked(JmhTrial trial) {
        Duration inProcess = JmhTrial.of(OneLong.class, "ffm", Map.of()).estimate(RunMode.SMOKE);
        return trial.estimate(RunMode.SMOKE).compareTo(inProcess) > 0;
    }

    @Test
    void aSmokeRunStartsAJvmOnlyForArgumentsThatThisOneDoesNotHave() {
        assertTrue(isForked(JmhTrial.of(OneLong.class, "ffm", Map.of()).with("-Dsome=property")));
        assertTrue(isForked(JmhTrial.of(PublicApi.class, "publicApi", Map.of())));
        assertEquals(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty(),
                isForked(JmhTrial.of(FloatArray.class, "vector", Map.of("length", "16"))));
    }

    @Test
    void theForksDoNotInheritTheModulesOfTheSuite() {
        assertTrue(
                JmhTrial.inherited().stream().noneMatch(one -> one.startsWith("--add-modules")),
                () -> JmhTrial.inherited().toString());
    }
}
