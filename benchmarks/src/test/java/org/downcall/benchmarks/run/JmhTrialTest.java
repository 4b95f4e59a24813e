package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
    void anIterationWithoutACollectionHasTheTime0() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String counts = "\"gc.count\": {\"scoreUnit\": \"counts\", \"rawData\": [[0, 2, 0, 1]]}";
        ObjectNode some = (ObjectNode) mapper.readTree(
                "{" + counts + ", \"gc.time\": {\"scoreUnit\": \"ms\", \"rawData\": [[7, 3]]}}");
        JmhTrial.completeCollectionTimes(some);
        assertEquals("[[0.0,7.0,0.0,3.0]]", some.get("gc.time").get("rawData").toString());
        ObjectNode none = (ObjectNode)
                mapper.readTree("{" + counts.replace("2", "0").replace("1", "0") + "}");
        JmhTrial.completeCollectionTimes(none);
        assertEquals("[[0.0,0.0,0.0,0.0]]", none.get("gc.time").get("rawData").toString());
        assertEquals("ms", none.get("gc.time").get("scoreUnit").asText());
        assertEquals("counts", none.get("gc.count").get("scoreUnit").asText());
    }

    @Test
    void theForksDoNotInheritTheModulesOfTheSuite() {
        assertTrue(
                JmhTrial.inherited().stream().noneMatch(one -> one.startsWith("--add-modules")),
                () -> JmhTrial.inherited().toString());
    }
}
