package io.wave.benchmark.hostile;

import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Builds whose steps misbehave; each is new, so that none is shared.
 *
 * @param name of the attack
 * @param image the base
 * @param step what it runs
 */
record Builds(String name, String image, String step) implements Attack {

    private static final Duration PAUSE = Duration.ofSeconds(60);

    static List<Attack> all(String image) {
        return List.of(
                new Builds("build that fills the disk", image, "while true; do cat /bin/busybox; done > /filler"),
                new Builds(
                        "build that prints only spaces",
                        image,
                        "i=0; while [ $i -lt 4 ]; do /bin/busybox printf '%060000d\\n' 0 | /bin/busybox tr 0 ' '; i=$((i+1)); done"));
    }

    @Override
    public void round(Caller caller) throws IOException, InterruptedException {
        String file = "FROM %s\nRUN : %d; %s\n".formatted(image, System.nanoTime(), step);
        caller.submit(WaveClient.write(Map.of("containerFile", WaveClient.base64(file))));
        Thread.sleep(PAUSE);
    }
}
